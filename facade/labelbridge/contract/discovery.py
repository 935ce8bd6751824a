"""What lives on a server that nobody has told of: its own answers, along the contract's links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import requests

from labelbridge.contract.living import Server
from labelbridge.contract.platforms import Operation, credentials, operations
from labelbridge_emulator.contract.specs import load_spec

ANSWER = "$response.body#"


def discovered(server: Server, given: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Ask a server what it holds, by reading only.

    Of each answer, the links say which parameters its values are. Reading begins where no path
    names anything, and goes on wherever all names in a path are known.

    Args:
        server: The server.
        given: What is known already, by name.

    Raises:
        requests.RequestException: The server cannot be reached.
    """
    known: dict[str, Sequence[Any]] = dict(given)
    waiting = [each for each in operations(server.platform) if each.reads and not each.elsewhere]
    while ready := [each for each in waiting if _names(each) <= known.keys()]:
        waiting = [each for each in waiting if each not in ready]
        for operation in ready:
            for name, value in _told(server, operation, known):
                known.setdefault(name, [value])
    return known


def _told(
    server: Server, operation: Operation, known: Mapping[str, Sequence[Any]]
) -> Iterator[tuple[str, Any]]:
    headers, query = credentials(server.platform, server.key)
    path = operation.path.format(**{name: known[name][0] for name in _names(operation)})
    response = requests.get(
        server.base_url + path,
        headers=headers,
        params={name.removeprefix("query."): value for name, value in query.items()},
        timeout=30,
        allow_redirects=False,
    )
    if response.status_code != requests.codes.ok:
        return
    try:
        answer = response.json()
    except ValueError:
        return
    for name, pointer in _links(server.platform, operation):
        value = _at(answer, pointer)
        if isinstance(value, str | int) and value != "":
            yield name, value


def _links(platform: str, operation: Operation) -> Iterator[tuple[str, str]]:
    """The parameters that an operation's answer gives, and where it has them."""
    spec = load_spec(platform)
    response = spec["paths"][operation.path][operation.method.lower()]["responses"]["200"]
    if "$ref" in response:
        response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
    for reference in response.get("links", {}).values():
        link = spec["components"]["links"][reference["$ref"].rpartition("/")[2]]
        for name, expression in link.get("parameters", {}).items():
            if expression.startswith(ANSWER):
                yield name, expression.removeprefix(ANSWER)


def _names(operation: Operation) -> set[str]:
    """The names in an operation's path."""
    return {step[1:-1] for step in operation.path.split("/") if step.startswith("{")}


def _at(value: Any, pointer: str) -> Any:
    """What an answer has at a place; None where it has nothing."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value
