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
        success: the status of each successful answer to the type of its JSON: a model,
            `list[Model]`, a union; `None` if it has no body, `bytes` if it is not JSON.
        idempotent: whether sending it twice does no more than sending it once.
        path_parameters: values for the names in `path`, not yet percent-encoded.
        query: JSON-ready values by the platform's names; lists stay lists, and what is not given
            is absent.
        body: a JSON-ready value, or UNSET.
    """

    operation: str
    method: str
    path: str
    success: Mapping[int, Any]
    idempotent: bool
    path_parameters: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, Any] = field(factory=dict)
    body: Any = UNSET
