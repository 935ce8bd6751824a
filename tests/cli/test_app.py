"""The command line: commands, exit statuses, missing extras, and the emulator command."""

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labelbridge import __version__
from labelbridge._core.registry import platform_names
from labelbridge.cli import main
from labelbridge.cli.extras import extra
from labelbridge.errors import AuthenticationFailed
from tests.support.example import PLATFORM, Client

NAME = PLATFORM.capitalize()
COMMANDS = ([Path(sys.executable).with_name("labelbridge")], [sys.executable, "-m", "labelbridge"])


@contextmanager
def emulator(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run `labelbridge emulator` until it has printed its URLs; interrupt it at the end."""
    with subprocess.Popen(
        [*COMMANDS[1], "emulator", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            output = ""
            last = f"{platform_names()[-1].upper()}_BASE_URL"
            for line in process.stdout:
                output += line
                if last in line:
                    break
            yield process, dict(re.findall(r"^  (\w+) +(http\S+)", output, re.MULTILINE))
        finally:
            process.send_signal(signal.SIGINT)
            process.rest, process.errors = process.stdout.read(), process.stderr.read()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_emulator_runs_until_it_is_interrupted():
    port, storage = free_port(), free_port()
    options = ("--port", str(port), "--storage-port", str(storage), "--seed", "empty")
    with emulator(*options) as (process, urls):
        for name in platform_names():
            assert urls[name.capitalize()] == f"http://127.0.0.1:{port}/{name}"
        assert urls["storage"] == f"http://127.0.0.1:{storage}"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_emulator/health") as response:
            assert json.load(response)
        with Client("any", base_url=urls[NAME]) as client:
            assert list(client.projects.list()) == []
    assert process.returncode == 0
    assert process.errors == ""
    assert "export ROBOFLOW_API_KEY=any" in process.rest


def test_emulator_accepts_the_given_keys_only():
    with emulator("--port", "0", "--api-key", "first", "--api-key", "second") as (process, urls):
        for key in ("first", "second"):
            with Client(key, base_url=urls[NAME]) as client:
                assert client.workspaces.list().total() == 1
        with Client("third", base_url=urls[NAME]) as client, pytest.raises(AuthenticationFailed):
            client.workspaces.list().total()
    assert "API_KEY" not in process.rest


@pytest.mark.parametrize("option", ["--port", "--storage-port"])
def test_port_in_use_is_reported(option, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        others = [] if option == "--port" else ["--port", "0"]
        assert main(["emulator", *others, option, port]) == 1
    error = capsys.readouterr().err
    assert port in error
    assert "in use" in error
    assert "--port" in error


def test_invalid_host_is_reported(capsys):
    assert main(["emulator", "--host", "192.0.2.1"]) == 1
    assert "cannot listen on port 8900 of 192.0.2.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "tokens",
    ["emulator --port 70000", "emulator --port x", "emulator --seed full", "demo --what", "export"],
)
def test_usage_errors_have_their_own_status(tokens, capsys):
    assert main(tokens.split()) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS, ids=["script", "module"])
def test_version(command):
    process = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == __version__


def test_help_imports_no_heavy_modules():
    program = (
        "import sys; from labelbridge.cli import main; main(['--help']); main(['demo', '--help']);"
        "heavy = {'labelbridge_emulator', 'matplotlib', 'numpy', 'PIL', 'httpx', 'uvicorn'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert re.search(r"\bdemo\b.*\bemulator\b.*--coco", process.stdout, re.DOTALL)


@pytest.mark.parametrize(
    ("missing", "tokens", "extras"),
    [
        ("cyclopts", ["--help"], "cli"),
        ("starlette", ["emulator"], "cli,emulator"),
        ("pycocotools", ["demo"], "all"),
    ],
)
def test_missing_extra_is_named(monkeypatch, capsys, missing, tokens, extras):
    for name in list(sys.modules):
        if name.startswith(("labelbridge.cli.", "labelbridge_emulator", missing)):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(tokens) == 1
    message = f'needs {missing}, which is not installed: pip install "labelbridge[{extras}]"'
    assert message in capsys.readouterr().err


def test_missing_module_of_labelbridge_is_not_a_missing_extra():
    with pytest.raises(ModuleNotFoundError), extra("cli"):
        import labelbridge.nowhere  # noqa: F401
