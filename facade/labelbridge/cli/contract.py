"""`labelbridge contract`: test whether a server conforms to the contract of a platform."""

from __future__ import annotations

import logging
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import requests

from labelbridge._core.registry import platform_names
from labelbridge.contract import remote_run, report
from labelbridge.contract.results import RunSettings
from labelbridge.contract.server import Server, is_loopback
from labelbridge.errors import ConfigurationError


def check(
    base_url: str,
    *,
    platform: str | None,
    read_only: bool | None,
    api_key: str | None,
    storage: str | None,
    reset: str | None,
    live: Sequence[str],
    settings: RunSettings,
) -> int:
    """Test a server, print the results, and return the exit status.

    Args:
        base_url: The base URL of the server.
        platform: The platform; None derives it from the URL.
        read_only: Change no data; None means True unless the server runs on this machine.
        api_key: The API key; None uses the environment variable.
        storage: The origin of signed URLs; None requests none.
        reset: A URL that resets the server's data when it receives a POST.
        live: Ids of existing objects, as `name=value`.
        settings: How much to test.

    Raises:
        ConfigurationError: The platform, the key or an id is missing or invalid.
    """
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    base_url = base_url.rstrip("/")
    platform = _platform(base_url, platform)
    variable = f"{platform.upper()}_API_KEY"
    key = api_key or os.environ.get(variable, "")
    if not key:
        raise ConfigurationError(f"no API key: set {variable}, or use --api-key")
    only = not is_loopback(base_url) if read_only is None else read_only
    server = Server(platform, base_url, key, storage, _reset_function(reset))
    _print(remote_run.announcement(server, read_only=only) + "\n")
    try:
        results, problems = remote_run.run_remote(server, _ids(live), settings, read_only=only)
    except requests.RequestException as error:
        cause = type(error).__name__  # its message contains the URL, and thereby the key
        host = urlsplit(base_url).hostname
        sys.stderr.write(f"labelbridge: cannot connect to {host}: {cause}\n")
        return 1
    chosen = remote_run.selected_operations(server, read_only=only)
    _print(report.text(report.table(results, chosen)) + "\n")
    for problem in problems:
        _print(problem)
    _print(f"{results.cases} cases with seed {settings.seed}: {len(problems)} problems")
    return 1 if problems else 0


def _platform(base_url: str, given: str | None) -> str:
    names = platform_names()
    if given is not None:
        if given not in names:
            raise ConfigurationError(f"--platform must be one of {', '.join(names)}, not {given!r}")
        return given
    last = urlsplit(base_url).path.rpartition("/")[2]
    host = urlsplit(base_url).hostname or ""
    for name in names:
        if name in (last, *host.split(".")):
            return name
    raise ConfigurationError(
        f"cannot derive the platform from the URL; use --platform {'|'.join(names)}"
    )


def _ids(live: Sequence[str]) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for each in live:
        name, _, value = each.partition("=")
        if not name or not value:
            raise ConfigurationError(
                f"--live must be a name and a value, such as project_id=..., not {each!r}"
            )
        ids[name].append(value)
    return dict(ids)


def _reset_function(url: str | None) -> Callable[[], None] | None:
    if url is None:
        return None
    session = requests.Session()

    def reset() -> None:
        session.post(url, timeout=30).raise_for_status()

    return reset


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
