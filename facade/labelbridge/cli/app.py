"""The commands, their options and what they print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter
from cyclopts.validators import Number

from labelbridge import __version__
from labelbridge.cli.extras import extra
from labelbridge.errors import ConfigurationError, LabelbridgeError

if TYPE_CHECKING:
    from labelbridge_emulator import Emulator

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
"""Exit statuses."""

Port = Annotated[int, Parameter(validator=Number(gte=0, lte=65535))]

app = App(
    name="labelbridge",
    help="One typed client for annotation platforms: an emulator to test against, and a demo.",
    version=__version__,
    suppress_keyboard_interrupt=False,
)


def run(tokens: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status: 0 when all went well."""
    try:
        status: int | None = app(tokens, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return MISUSED  # it has been printed
    except KeyboardInterrupt:
        return INTERRUPTED
    except (LabelbridgeError, OSError) as error:
        return _fail(str(error))
    return status or 0


@app.command
def emulator(
    *,
    host: str = "127.0.0.1",
    port: Port = 8900,
    storage_port: Port = 0,
    seed: Literal["demo", "empty"] = "demo",
    api_key: Annotated[list[str] | None, Parameter(negative=())] = None,
) -> int:
    """Run an emulator of all platforms until it is interrupted with Ctrl-C.

    Args:
        host: The address to listen on.
        port: The port of the platforms; 0 takes a free one.
        storage_port: The port of the storage, where signed URLs lead; 0 takes a free one.
        seed: What it starts with: "demo" has work in progress on each platform, "empty" has next
            to nothing.
        api_key: A key that is let in; give it again for more keys. Without it, any key is.
    """
    with extra("cli", "emulator"):
        from labelbridge_emulator import serve  # noqa: PLC0415 - --help does without it
    try:
        serve(
            lambda running: _announce(running, any_key=not api_key),
            host=host,
            port=port,
            storage_port=storage_port,
            seed=seed,
            api_keys=api_key or (),
        )
    except OSError as error:
        ports = f"{port}" if not storage_port else f"{port} and {storage_port}"
        return _fail(
            f"cannot listen on port {ports} of {host}: {error.strerror}. "
            "Is another emulator running? --port and --storage-port choose other ports."
        )
    return 0


@app.command
def demo(
    *, coco: Path | None = None, images: Path | None = None, out: Path = Path("demo-out")
) -> int:
    """Take photographs with labels through emulated platforms, and check what comes back.

    Leaves a COCO file, a preview of the labels and a plot of the labelers' work. The status is 1
    when anything did not come back as it was sent.

    Args:
        coco: A COCO file of instances; without it, one photograph with labels of its own is taken.
        images: The folder of its images.
        out: The folder for the results.
    """
    with extra("all"):
        from rich.console import Console  # noqa: PLC0415

        from labelbridge.cli.demo import run_demo  # noqa: PLC0415
    return 0 if run_demo(coco, images, out, Console()) else FAILED


@app.command
def contract(
    *,
    base_url: str,
    platform: Literal["hasty", "roboflow", "labelbox"] | None = None,
    read_only: bool | None = None,
    api_key: str | None = None,
    storage: str | None = None,
    reset: str | None = None,
    live: Annotated[list[str] | None, Parameter(negative=())] = None,
    seed: int = 0,
    max_examples: Annotated[int, Parameter(validator=Number(gte=1))] = 20,
) -> int:
    """Search a server that claims to be a platform for answers that break the contract.

    Says first what it will call. The status is 1 when anything is wrong, or when an operation was
    never answered with success.

    Args:
        base_url: Where it answers, without the version.
        platform: What it claims to be; not needed where the URL says so.
        read_only: Send nothing that changes anything. Without it, so it is unless the server is on
            this machine.
        api_key: The key; without it, that of HASTY_API_KEY, ROBOFLOW_API_KEY or LABELBOX_API_KEY.
        storage: The origin of signed addresses; without it, none is called.
        reset: An address that begins the server's world anew at each POST, as the emulator's
            /_emulator/reset; without it, what is created and deleted stays so.
        live: Something that lives there, as project_id=...; give it again for more. What the server
            itself lists is found without.
        seed: Decides all that is generated.
        max_examples: Generated requests for an operation.
    """
    with extra("cli", "contract"):
        from labelbridge.cli.contract import check  # noqa: PLC0415
        from labelbridge.contract.search import Effort  # noqa: PLC0415
    try:
        return check(
            base_url,
            platform=platform,
            read_only=read_only,
            api_key=api_key,
            storage=storage,
            reset=reset,
            live=live or (),
            effort=Effort(seed=seed, examples=max_examples, walks=10 + 3 * max_examples),
        )
    except ConfigurationError as error:
        _fail(str(error))
        return MISUSED


def _announce(emulator: Emulator, *, any_key: bool) -> None:
    clients = {
        "HASTY": emulator.hasty,
        "ROBOFLOW": emulator.roboflow,
        "LABELBOX": emulator.labelbox,
    }
    control = emulator.hasty.removesuffix("hasty") + "_emulator"
    lines = [
        "The emulator is running; Ctrl-C ends it.",
        "",
        *(f"  {name.capitalize():<10}{url}" for name, url in clients.items()),
        f"  {'storage':<10}{emulator.storage}",
        f"  {'control':<10}{control}/health, /reset, /seed, /faults, /requests",
        "",
        "Any key is let in. Point the clients at it:" if any_key else "Point the clients at it:",
        "",
        *(f"  export {name}_BASE_URL={url}" for name, url in clients.items()),
        *(f"  export {name}_API_KEY=any" for name in clients if any_key),
        "",
    ]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def _fail(problem: str) -> int:
    sys.stderr.write(f"labelbridge: {problem}\n")
    return FAILED
