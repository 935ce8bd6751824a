"""Generated plans match their contracts."""

import pytest

from tests.contracts.cases import OPERATIONS, Operation, same

every_operation = pytest.mark.parametrize(
    "operation", [pytest.param(o, id=f"{o.platform}-{o.name}") for o in OPERATIONS]
)


@every_operation
def test_plan_has_method_path_and_parameters(operation: Operation) -> None:
    plan = operation.plan()
    assert (plan.operation, plan.method, plan.path) == operation[1:4]
    examples = {p["name"]: (p["in"], p["example"]) for p in operation.parameters}
    assert same(dict(plan.query), {n: e for n, (where, e) in examples.items() if where == "query"})
    assert plan.path_parameters == {n: e for n, (where, e) in examples.items() if where == "path"}


@every_operation
def test_plan_has_every_documented_success(operation: Operation) -> None:
    documented = {int(s) for s in operation.node["responses"] if s.startswith("2")}
    assert set(operation.plan().success) == documented


@every_operation
def test_plan_is_idempotent_by_method_or_contract(operation: Operation) -> None:
    safe = operation.method in {"GET", "HEAD", "PUT", "DELETE"}
    assert operation.plan().idempotent is operation.node.get("x-idempotent", safe)


@every_operation
def test_equal_arguments_give_equal_plans(operation: Operation) -> None:
    assert operation.plan() == operation.plan()
