"""The commands, their options and their output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter
from cyclopts.validators import Number

from labelbridge import __version__
from labelbridge._core.registry import platform_names
from labelbridge.cli.extras import extra
from labelbridge.errors import ConfigurationError, LabelbridgeError

if TYPE_CHECKING:
    from labelbridge_emulator import Emulator

FAILED, USAGE_ERROR, INTERRUPTED = 1, 2, 130
"""Exit statuses."""

Port = Annotated[int, Parameter(validator=Number(gte=0, lte=65535))]


def _platform_help() -> str:
    names = ", ".join(platform_names())
    return f"Platform whose contract applies: {names}. By default, it is derived from the URL."


app = App(
    name="labelbridge",
    help="Typed client for annotation platforms: run the emulator, a demo, or contract tests.",
    version=__version__,
    suppress_keyboard_interrupt=False,
)


def run(tokens: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit status; 0 means success."""
    try:
        status: int | None = app(tokens, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        return USAGE_ERROR  # cyclopts has printed the error
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
    """Run an emulator of all platforms. Stop it with Ctrl-C.

    Args:
        host: Address to listen on.
        port: Port of the platforms; 0 selects a free port.
        storage_port: Port of the storage that signed URLs point to; 0 selects a free port.
        seed: Initial data: "demo" has projects, images and labels on each platform, "empty" has
            only what no API call can create, such as workspaces.
        api_key: API key to accept; can be repeated. By default, every key is accepted.
    """
    with extra("cli", "emulator"):
        from labelbridge_emulator import serve  # noqa: PLC0415 - not needed for --help
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
            "If another emulator is running, choose other ports with --port and --storage-port."
        )
    return 0


@app.command
def demo(
    *, coco: Path | None = None, images: Path | None = None, out: Path = Path("demo-out")
) -> int:
    """Run a complete workflow on the emulator, and verify the results.

    Uploads photographs with their labels, exports them again, assigns images to a labeler, reads
    statistics and a label export. Writes the exported labels as a COCO file, a preview of them and
    a plot of the labelers' work. The exit status is 1 if a result differs from what was sent.

    Args:
        coco: COCO instances file. By default, one photograph with its own labels is used.
        images: Directory of the images of the COCO file.
        out: Directory for the results.
    """
    with extra("all"):
        from rich.console import Console  # noqa: PLC0415

        from labelbridge.cli.demo import run_demo  # noqa: PLC0415
    return 0 if run_demo(coco, images, out, Console()) else FAILED


@app.command
def contract(
    *,
    base_url: str,
    platform: Annotated[str | None, Parameter(help=_platform_help())] = None,
    read_only: bool | None = None,
    api_key: str | None = None,
    storage: str | None = None,
    reset: str | None = None,
    live: Annotated[list[str] | None, Parameter(negative=())] = None,
    seed: int = 0,
    max_examples: Annotated[int, Parameter(validator=Number(gte=1))] = 20,
) -> int:
    """Test whether a server conforms to the contract of a platform.

    Lists the requests first. The exit status is 1 if a check fails, or if an operation has no
    successful response.

    Args:
        base_url: Base URL of the server, without the API version.
        platform: The platform.
        read_only: Send only requests that change nothing. Default: on, unless the server runs on
            this machine.
        api_key: API key. Default: the platform's variable, such as HASTY_API_KEY.
        storage: Origin of signed URLs. By default, no signed URL is requested.
        reset: URL that resets the data of the server when it receives a POST, like the emulator's
            /_emulator/reset. Without it, the changes of the tests remain.
        live: Id of an existing object, for example project_id=...; can be repeated. Ids that the
            server lists are found automatically.
        seed: Seed of the generated data.
        max_examples: Generated requests per operation.
    """
    with extra("cli", "contract"):
        from labelbridge.cli.contract import check  # noqa: PLC0415
        from labelbridge.contract.results import RunSettings  # noqa: PLC0415
    try:
        return check(
            base_url,
            platform=platform,
            read_only=read_only,
            api_key=api_key,
            storage=storage,
            reset=reset,
            live=live or (),
            settings=RunSettings(seed=seed, examples=max_examples, scenarios=10 + 3 * max_examples),
        )
    except ConfigurationError as error:
        _fail(str(error))
        return USAGE_ERROR


def _announce(emulator: Emulator, *, any_key: bool) -> None:
    urls = emulator.platforms
    name, url = next(iter(urls.items()))
    control = url.removesuffix(name) + "_emulator"
    keys = "every API key is accepted" if any_key else "only the given API keys are accepted"
    lines = [
        f"The emulator is running, {keys}. Press Ctrl-C to stop it.",
        "",
        *(f"  {name.capitalize():<10}{url}" for name, url in urls.items()),
        f"  {'storage':<10}{emulator.storage}",
        f"  {'control':<10}{control}/health, /reset, /seed, /faults, /requests",
        "",
        "To use it, set these environment variables:",
        "",
        *(f"  export {name.upper()}_BASE_URL={url}" for name, url in urls.items()),
        *(f"  export {name.upper()}_API_KEY=any" for name in urls if any_key),
        "",
    ]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def _fail(problem: str) -> int:
    sys.stderr.write(f"labelbridge: {problem}\n")
    return FAILED
