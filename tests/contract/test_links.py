"""The contracts' links lead somewhere, with what is there, and leave no operation out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.lint_specs import Contract, Node
from tests.contract.cases import CONTRACTS

EXPRESSION = re.compile(r"\$(?:request|response)\.(?:body(?:#/.*)?|(?:path|query)\.(?P<name>\w+))")


def parameters(contract: Contract) -> dict[str, list[Node]]:
    return {name: found for name, _, found in contract.operations()}


def links(contract: Contract) -> Iterator[tuple[str, Node]]:
    """Every link with the operation whose answer has it."""
    for name, node, _ in contract.operations():
        for response in node["responses"].values():
            for link in contract.resolve(response).get("links", {}).values():
                yield name, contract.resolve(link)


def expressions(value: Any) -> Iterator[str]:
    """The runtime expressions in a link's values."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from expressions(inner)
    elif isinstance(value, str) and value.startswith("$"):
        yield value


@pytest.mark.parametrize("vendor", CONTRACTS)
def test_links_name_operations_and_parameters_that_are_there(vendor):
    known = parameters(CONTRACTS[vendor])
    for source, link in links(CONTRACTS[vendor]):
        named = {each["name"] for each in known[link["operationId"]]}
        assert set(link.get("parameters", {})) <= named, (source, link)
        own = {each["name"] for each in known[source]}
        for text in expressions([link.get("parameters", {}), link.get("requestBody")]):
            match = EXPRESSION.fullmatch(text)
            assert match, text
            assert match["name"] is None or match["name"] in own, (source, text)


@pytest.mark.parametrize("vendor", CONTRACTS)
def test_every_operation_has_a_link_to_it_or_from_it(vendor):
    joined = {
        name for source, link in links(CONTRACTS[vendor]) for name in (source, link["operationId"])
    }
    assert joined == set(parameters(CONTRACTS[vendor]))


@pytest.mark.parametrize("vendor", CONTRACTS)
def test_no_link_is_left_unused(vendor):
    text = CONTRACTS[vendor].text
    for name in CONTRACTS[vendor].document["components"]["links"]:
        assert f'"#/components/links/{name}"' in text
