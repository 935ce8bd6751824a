"""``labelbridge contract``: whether a server keeps a platform's contract."""

from __future__ import annotations

import logging
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import requests

from labelbridge.contract import remote, report
from labelbridge.contract.living import Server
from labelbridge.contract.platforms import PLATFORMS
from labelbridge.contract.search import Effort
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
    effort: Effort,
) -> int:
    """Search a server, say what was found, and return the exit status.

    Args:
        base_url: Where it answers.
        platform: What it claims to be; None where the end of its URL says so.
        read_only: Change nothing; None is so unless it is on this machine.
        api_key: The key; None takes that of the environment.
        storage: The origin of signed addresses; None leaves it alone.
        reset: An address that begins the server's world anew when something is posted to it.
        live: What lives there, as ``name=value``.
        effort: How far to go.

    Raises:
        ConfigurationError: The platform, the key or a name is missing.
    """
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    base_url = base_url.rstrip("/")
    platform = platform or _platform(base_url)
    key = api_key or os.environ.get(f"{platform.upper()}_API_KEY", "")
    if not key:
        raise ConfigurationError(f"no key: set {platform.upper()}_API_KEY, or give --api-key")
    only = not remote.is_loopback(base_url) if read_only is None else read_only
    server = Server(platform, base_url, key, storage, _resetting(reset))
    _say(remote.announcement(server, read_only=only) + "\n")
    try:
        found, problems = remote.searched(server, _names(live), effort, read_only=only)
    except requests.RequestException as error:
        cause = type(error).__name__  # its text would hold the URL, and with it the key
        sys.stderr.write(f"labelbridge: {urlsplit(base_url).hostname} cannot be reached: {cause}\n")
        return 1
    _say(report.text(report.table(found, remote.called(server, read_only=only))) + "\n")
    for problem in problems:
        _say(problem)
    _say(f"{found.cases} cases with seed {effort.seed}: {len(problems)} problems")
    return 1 if problems else 0


def _platform(base_url: str) -> str:
    last = urlsplit(base_url).path.rpartition("/")[2]
    host = urlsplit(base_url).hostname or ""
    for name in PLATFORMS:
        if name in (last, *host.split(".")):
            return name
    raise ConfigurationError(f"which platform is it? Give --platform {'|'.join(PLATFORMS)}")


def _names(live: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for each in live:
        name, given, value = each.partition("=")
        if not given or not name or not value:
            raise ConfigurationError(f"--live takes a name and a value, project_id=…, not {each!r}")
        names[name].append(value)
    return dict(names)


def _resetting(address: str | None) -> Callable[[], None] | None:
    if address is None:
        return None
    session = requests.Session()

    def reset() -> None:
        session.post(address, timeout=30).raise_for_status()

    return reset


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
