"""The command line: its commands, what it says is missing, an emulator that runs until Ctrl-C."""

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

from labelbridge import Hasty, __version__
from labelbridge.cli import main
from labelbridge.cli.extras import extra
from labelbridge.errors import AuthenticationFailed

COMMAND = Path(sys.executable).with_name("labelbridge")


@contextmanager
def emulator(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run `labelbridge emulator` until it has said where it answers; interrupt it at the end."""
    with subprocess.Popen(
        [COMMAND, "emulator", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            said = ""
            for line in process.stdout:
                said += line
                if "LABELBOX_BASE_URL" in line:
                    break
            yield process, dict(re.findall(r"^  (\w+) +(http\S+)", said, re.MULTILINE))
        finally:
            process.send_signal(signal.SIGINT)
            process.rest, process.complaint = process.stdout.read(), process.stderr.read()


def get(url: str) -> object:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def test_the_emulator_runs_until_it_is_interrupted_and_ends_quietly():
    port, storage = free_port(), free_port()
    options = ("--port", str(port), "--storage-port", str(storage), "--seed", "empty")
    with emulator(*options) as (process, urls):
        assert urls["Hasty"] == f"http://127.0.0.1:{port}/hasty"
        assert urls["storage"] == f"http://127.0.0.1:{storage}"
        assert get(f"http://127.0.0.1:{port}/_emulator/health")
        with Hasty("any", base_url=urls["Hasty"]) as hasty:
            assert list(hasty.projects.list()) == []
    assert process.returncode == 0
    assert process.complaint == ""
    assert "export ROBOFLOW_API_KEY=any" in process.rest  # any key is let in


def test_only_keys_that_are_named_are_let_in():
    with emulator("--port", "0", "--api-key", "first", "--api-key", "second") as (process, urls):
        for key in ("first", "second"):
            with Hasty(key, base_url=urls["Hasty"]) as hasty:
                assert hasty.workspaces.list().total() == 1
        with Hasty("third", base_url=urls["Hasty"]) as hasty, pytest.raises(AuthenticationFailed):
            hasty.workspaces.list().total()
    assert "API_KEY" not in process.rest  # nobody shall try any other


@pytest.mark.parametrize("option", ["--port", "--storage-port"])
def test_a_port_that_is_taken_is_said_to_be(option, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        others = [] if option == "--port" else ["--port", "0"]
        assert main(["emulator", *others, option, port]) == 1
    complaint = capsys.readouterr().err
    assert port in complaint
    assert "in use" in complaint
    assert "--port" in complaint


def test_a_host_that_is_none_of_this_machine_is_said_to_be(capsys):
    assert main(["emulator", "--host", "192.0.2.1"]) == 1
    assert "cannot listen on port 8900 of 192.0.2.1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "tokens",
    [
        ["emulator", "--port", "70000"],
        ["emulator", "--port", "x"],
        ["emulator", "--seed", "full"],
        ["demo", "--what"],
        ["export"],
    ],
)
def test_a_command_that_is_not_there_is_a_status_of_its_own(tokens, capsys):
    assert main(tokens) == 2
    assert capsys.readouterr().err


def test_help_and_version_are_shown(capsys):
    assert main(["--help"]) == 0
    assert re.search(r"\bdemo\b.*\bemulator\b", capsys.readouterr().out, re.DOTALL)
    assert main(["demo", "--help"]) == 0
    assert "--coco" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_help_loads_neither_emulator_nor_pictures():
    program = (
        "import sys; from labelbridge.cli import main; main(['--help']);"
        "heavy = {'labelbridge_emulator', 'matplotlib', 'numpy', 'PIL', 'httpx', 'uvicorn'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("missing", "tokens", "hint"),
    [
        (
            "cyclopts",
            ["--help"],
            'needs cyclopts, which is not installed: pip install "labelbridge[cli]"',
        ),
        (
            "starlette",
            ["emulator"],
            'needs starlette, which is not installed: pip install "labelbridge[cli,emulator]"',
        ),
        (
            "pycocotools",
            ["demo"],
            'needs pycocotools, which is not installed: pip install "labelbridge[all]"',
        ),
    ],
)
def test_an_extra_that_is_missing_is_named(monkeypatch, capsys, missing, tokens, hint):
    for name in list(sys.modules):
        if name.startswith(("labelbridge.cli.", "labelbridge_emulator", missing)):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(tokens) == 1
    assert hint in capsys.readouterr().err


def test_a_module_of_ours_that_is_missing_is_no_missing_extra():
    with pytest.raises(ModuleNotFoundError), extra("cli"):
        import labelbridge.nowhere  # noqa: F401
