"""The links of the contracts reach every operation; lint checks their targets."""

from collections.abc import Iterator

import pytest

from scripts.contracts import Contract, Node
from tests.contracts.cases import CONTRACTS


def parameters(contract: Contract) -> dict[str, list[Node]]:
    return {name: found for name, _, found in contract.operations()}


def links(contract: Contract) -> Iterator[tuple[str, Node]]:
    """Yield every link with the operation of its response."""
    for name, node, _ in contract.operations():
        for response in node["responses"].values():
            for link in contract.resolve(response).get("links", {}).values():
                yield name, contract.resolve(link)


@pytest.mark.parametrize("platform", CONTRACTS)
def test_every_operation_is_linked(platform):
    joined = {
        name
        for source, link in links(CONTRACTS[platform])
        for name in (source, link["operationId"])
    }
    assert joined == set(parameters(CONTRACTS[platform]))
