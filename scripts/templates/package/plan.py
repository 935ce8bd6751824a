"""What an operation's `plan(...)` returns."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import field, frozen
from msgspec import UNSET

T_co = TypeVar("T_co", covariant=True)


@frozen
class Plan(Generic[T_co]):
    """One call of an operation as pure data; `T_co` is the type of its successful answer.

    Args:
        operation: the operation's id in the contract.
        method: the HTTP method in capitals.
        path: the path template, `/v1/projects/{project_id}`, without host.
        success: status of each successful answer to the type its JSON holds: a model, `list[Model]`, a union, `None` for an
            answer without body, `bytes` for one that is not JSON.
        idempotent: whether sending it twice does no more than sending it once.
        path_parameters: values of the template's names, not yet percent-encoded.
        query: parameters in the platform's names, JSON-ready, lists as lists; what is not given is absent.
        body: a JSON-ready value, UNSET when there is none.
    """

    operation: str
    method: str
    path: str
    success: Mapping[int, Any]
    idempotent: bool
    path_parameters: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, Any] = field(factory=dict)
    body: Any = UNSET
