"""What an operation's `plan(...)` returns."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import field, frozen
from msgspec import UNSET

T_co = TypeVar("T_co", covariant=True)


@frozen
class Plan(Generic[T_co]):
    """One request as pure data; `T_co` is the type of its successful response.

    Args:
        operation: the operation's id in the contract.
        method: the HTTP method in upper case.
        path: the path template, such as `/v1/projects/{project_id}`, without the host.
        success: the type of the response by each successful status: a model, `list[Model]`, a
            union, `None` for no body, or `bytes` for a body that is not JSON.
        idempotent: whether the request can be repeated without further effect.
        path_parameters: values for the names in `path`, not percent-encoded.
        query: JSON-ready values by the platform's names. Lists stay lists; parameters that are not
            given are absent.
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
