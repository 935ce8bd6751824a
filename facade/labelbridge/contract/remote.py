"""The search of a server that is somebody's: what it will be sent, and what that shows."""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from labelbridge.contract import report
from labelbridge.contract.discovery import discovered
from labelbridge.contract.graphql import search_graphql
from labelbridge.contract.living import Server
from labelbridge.contract.platforms import GRAPHQL, UNIT, Operation, operations, walked
from labelbridge.contract.search import Effort, Found, search
from labelbridge.contract.worlds import World, demo


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine; a name other than ``localhost`` is not looked up."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def called(server: Server, *, read_only: bool) -> list[Operation]:
    """The operations that a search of a server calls.

    Those with servers of their own are among them only where their origin was named. What deletes
    comes last.
    """
    chosen = [
        each
        for each in operations(server.platform)
        if (each.reads or not read_only) and (server.storage or not each.elsewhere)
    ]
    return sorted(chosen, key=lambda each: each.method == "DELETE")


def announcement(server: Server, *, read_only: bool) -> str:
    """What a search will do, in words, and without the key."""
    parts = urlsplit(server.base_url)
    host = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
    manner = "only reads" if read_only else "reads, creates, changes and DELETES"
    lines = [f"{host}, as {server.platform}: this {manner}. It will call"]
    lines += [
        f"  {each.method:<7}{parts.path.rstrip('/')}{each.path}"
        for each in called(server, read_only=read_only)
        if not each.elsewhere
    ]
    if server.platform in GRAPHQL and read_only:
        lines.append(f"  POST   {parts.path.rstrip('/')}/graphql, with queries")
    if server.storage:
        lines += [f"and {server.storage}, without the key"]
    return "\n".join(lines)


def searched(
    server: Server, given: Mapping[str, Sequence[Any]], effort: Effort, *, read_only: bool
) -> tuple[Found, list[str]]:
    """What the search of a server finds, and what of it is wrong.

    Args:
        server: The server.
        given: What lives there, by the names of parameters; what it tells itself comes besides.
        effort: How far to go.
        read_only: Send nothing that changes anything.

    Raises:
        requests.RequestException: The server cannot be reached.
    """
    world = _world(server, given)
    chosen = called(server, read_only=read_only)
    if read_only:
        effort = dataclasses.replace(effort, methods=())
    found = Found()
    if server.platform in GRAPHQL:
        found.add(search_graphql(server, world, effort, reads=read_only))
    rest = [each for each in chosen if each.method != "DELETE"]
    deleting = [each for each in chosen if each.method == "DELETE"]
    for some, phases in ((rest, UNIT), (chosen, ("stateful",)), (deleting, UNIT)):
        if some:
            found.add(search(server, world, some, phases, effort))
    without = report.missing(found, chosen, UNIT)
    reached = walked(server.platform, chosen)
    linked = [each for each in chosen if each.id in reached]
    without += report.missing(found, linked, ("stateful",))
    return found, [*found.failures, *dict.fromkeys(without)]


def _world(server: Server, given: Mapping[str, Sequence[Any]]) -> World:
    """What lives on a server; where it seems to hold the emulator's demo, all of that."""
    known = discovered(server, given)
    usual = demo(server.platform)
    shared = [name for name, values in usual.names.items() if known.get(name, [None])[0] in values]
    if shared or not known:
        return dataclasses.replace(usual, names={**usual.names, **given})
    return World(names={**usual.names, **known})
