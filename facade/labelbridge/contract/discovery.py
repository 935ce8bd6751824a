"""Find ids of existing objects on a server, by following the links of the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import requests

from labelbridge.contract.operations import Operation, credentials, links, operations
from labelbridge.contract.server import Server
from labelbridge.contract.substitution import resolve

BODY = "$response.body#"


def discover(server: Server, given: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return the ids of objects on a server, by the name of the parameter.

    It sends read requests only. It starts with paths without parameters, and continues with every
    path whose parameters are known.

    Args:
        server: The server.
        given: Known ids, by the name of the parameter.

    Raises:
        requests.RequestException: The server cannot be reached.
    """
    known: dict[str, Sequence[Any]] = dict(given)
    waiting = [each for each in operations(server.platform) if each.reads and not each.own_server]
    while ready := [each for each in waiting if _parameters(each) <= known.keys()]:
        waiting = [each for each in waiting if each not in ready]
        for operation in ready:
            for name, value in _linked_values(server, operation, known):
                known.setdefault(name, [value])
    return known


def _linked_values(
    server: Server, operation: Operation, known: Mapping[str, Sequence[Any]]
) -> Iterator[tuple[str, Any]]:
    headers, query = credentials(server.platform, server.key)
    path = operation.path.format(**{name: known[name][0] for name in _parameters(operation)})
    response = server.session().get(
        server.base_url + path,
        headers=headers,
        params={name.removeprefix("query."): value for name, value in query.items()},
        timeout=30,
        allow_redirects=False,
    )
    if response.status_code != requests.codes.ok:
        return
    try:
        content = response.json()
    except ValueError:
        return
    for status, link in links(server.platform, operation):
        for name, expression in link.get("parameters", {}).items():
            if status != "200" or not expression.startswith(BODY):
                continue
            value = resolve(content, expression.removeprefix(BODY))
            if isinstance(value, str | int) and value != "":
                yield name, value


def _parameters(operation: Operation) -> set[str]:
    """Return the names of the path parameters."""
    return {step[1:-1] for step in operation.path.split("/") if step.startswith("{")}
