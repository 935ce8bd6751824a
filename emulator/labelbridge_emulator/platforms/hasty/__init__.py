"""The emulator of Hasty: ``handlers`` has the operations, ``models`` the state behind them."""

from labelbridge_emulator.handler import Handlers, Platform
from labelbridge_emulator.platforms.hasty import fixtures, model_fixtures
from labelbridge_emulator.platforms.hasty.demo import seeds
from labelbridge_emulator.platforms.hasty.responses import error_body

PLATFORM = Platform(
    name="hasty",
    handlers=Handlers.of_package(f"{__name__}.handlers"),
    error_body=error_body,
    seeds={"demo": seeds.demo, "empty": seeds.empty},
    fixtures={
        "workspaces": fixtures.add_workspace,
        "status": fixtures.set_status,
        "health": fixtures.set_health,
        "queues": fixtures.add_to_queue,
        "batches": fixtures.add_to_batch,
        "findings": fixtures.add_finding,
        "experiments": model_fixtures.add_experiment,
        "objects": model_fixtures.add_object,
    },
)
