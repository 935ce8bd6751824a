"""Run the contract tests against any server: which requests are sent, and what they show."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from labelbridge.contract import report
from labelbridge.contract.discovery import discover
from labelbridge.contract.graphql import ENDPOINT, run_graphql
from labelbridge.contract.operations import UNIT_PHASES, Operation, operations, reachable
from labelbridge.contract.results import Results, RunSettings
from labelbridge.contract.runner import run
from labelbridge.contract.server import Server
from labelbridge.contract.starting_data import StartingData, starting_data


def selected_operations(server: Server, *, read_only: bool) -> list[Operation]:
    """Return the operations that a run calls; those that delete are last.

    Operations with a server of their own are included only if `server.storage` is set.
    """
    chosen = [
        each
        for each in operations(server.platform)
        if (each.reads or not read_only) and (server.storage or not each.own_server)
    ]
    return sorted(chosen, key=lambda each: each.method == "DELETE")


def announcement(server: Server, *, read_only: bool) -> str:
    """Return a text that lists the requests of a run, without the key."""
    parts = urlsplit(server.base_url)
    host = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
    path = parts.path.rstrip("/")
    actions = "only reads data" if read_only else "reads, creates, changes and DELETES data"
    lines = [f"Testing {host} as {server.platform}. This {actions}. It calls:"]
    lines += [
        f"  {each.method:<7}{path}{each.path}"
        for each in selected_operations(server, read_only=read_only)
        if not each.own_server
    ]
    if starting_data(server.platform).graphql and read_only:
        lines.append(f"  {'POST':<7}{path}{ENDPOINT} (queries only)")
    if server.storage:
        lines += [f"and {server.storage}, without the key"]
    return "\n".join(lines)


def run_remote(
    server: Server, given: Mapping[str, Sequence[Any]], settings: RunSettings, *, read_only: bool
) -> tuple[Results, list[str]]:
    """Test a server, and return the results and a description of each problem.

    Args:
        server: The server.
        given: Ids of existing objects, by the name of the parameter; others are discovered.
        settings: How much to test.
        read_only: Send nothing that changes data.

    Raises:
        requests.RequestException: The server cannot be reached.
    """
    data = _data(server, given)
    chosen = selected_operations(server, read_only=read_only)
    if read_only:
        settings = dataclasses.replace(settings, methods=())
    results = Results()
    if data.graphql:
        results.add(run_graphql(server, data, settings, read_only=read_only))
    others = [each for each in chosen if each.method != "DELETE"]
    deleting = [each for each in chosen if each.method == "DELETE"]
    for some, phases in (
        (others, UNIT_PHASES),
        (chosen, ("stateful",)),
        (deleting, UNIT_PHASES),
    ):
        if some:
            results.add(run(server, data, some, phases, settings))
    missing = report.missing(results, chosen, UNIT_PHASES)
    ids = reachable(server.platform, chosen)
    linked = [each for each in chosen if each.id in ids]
    missing += report.missing(results, linked, ("stateful",))
    return results, [*results.failures, *dict.fromkeys(missing)]


def _data(server: Server, given: Mapping[str, Sequence[Any]]) -> StartingData:
    """Return the data of a server; if it shares ids with the emulator's demo, all of the demo's."""
    known = discover(server, given)
    demo = starting_data(server.platform)
    shared = [name for name, ids in demo.values.items() if known.get(name, [None])[0] in ids]
    if shared or not known:
        return dataclasses.replace(demo, values={**demo.values, **given})
    return dataclasses.replace(
        demo,
        values={**demo.values, **known},
        tags={},
        operations={},
        setup=(),
        stateful_groups=(),
    )
