"""A demo in which no two media are alike: of each filter every value finds something else."""

from uuid import UUID

from labelbridge_emulator.platforms.hasty import fixtures
from labelbridge_emulator.platforms.hasty.demo import videos as demo_footage
from labelbridge_emulator.platforms.hasty.models.state import STATUSES, State
from tests.contracts.emulator.asking import FILMS, SERVED, Asking

QUEUES, BATCHES, RUNS = (
    [str(UUID(int=16 * kind + number, version=4)) for number in range(3)] for kind in (1, 2, 3)
)
ERRORS = ("LOW_IOU", "MISCLASSIFICATION")


def vary(every: Asking) -> None:
    """Give the demo more videos, and everything to media that people and machines give them."""
    (create,) = [each for each in SERVED if each.name == "create_video"]
    for number in range(len(fixtures.HEALTH)):
        url = f"https://example.com/street {number}.mp4"
        every.ask(create, json={"dataset_id": demo_footage.DATASET, "url": url})
    store = every.emulation.store
    projects = store.state(State).projects
    for number, video in enumerate([*projects[FILMS].videos]):
        health = fixtures.HEALTH[number % len(fixtures.HEALTH)]
        fixtures.set_health(store, video_id=video, health_status=health)
        fixtures.set_status(store, video_id=video, status=STATUSES[number % len(STATUSES)])
        for step in (number, number + 1):
            fixtures.add_to_queue(store, queue_id=QUEUES[step % 3], video_id=video)
            fixtures.add_to_batch(store, batch_id=BATCHES[step % 3], video_id=video)
    images = [image for project in projects.values() for image in project.images]
    for number, image in enumerate(images):
        fixtures.set_status(store, image_id=image, status=STATUSES[(number + 3) % len(STATUSES)])
        for step in (number, number + 1):
            fixtures.add_to_queue(store, queue_id=QUEUES[step % 3], image_id=image)
            fixtures.add_to_batch(store, batch_id=BATCHES[step % 3], image_id=image)
            fixtures.add_finding(
                store,
                image_id=image,
                run_id=RUNS[step % 3],
                error_type=ERRORS[step % 2],
                resolved=number % 2 == 0,
            )
