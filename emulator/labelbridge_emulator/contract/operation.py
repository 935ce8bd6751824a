"""One operation of a contract: reads its requests, judges its answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.contract import strict_json as strict
from labelbridge_emulator.contract.parameters import Parameter, query_pairs, read_parameters
from labelbridge_emulator.handler import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.requests import Request

    from labelbridge_emulator.contract.schemas import Validator


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a request may carry its key.

    Attributes:
        where: ``header``, ``query``, or ``bearer`` (a token in the Authorization header).
        name: The header's or the parameter's name.
    """

    where: str
    name: str

    def read(self, request: Request) -> str:
        """The key, or an empty string."""
        if self.where == "query":
            return request.query_params.get(self.name, "").strip()
        value = request.headers.get(self.name, "").strip()
        if self.where == "header":
            return value
        scheme, _, token = value.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        id: The operationId.
        method: In capitals.
        path: The path template, as in the contract.
        elsewhere: It has servers of its own, so it is not served under the vendor's prefix.
        keys: Where its key may be; empty when it needs none.
        success: Its lowest documented 2xx status.
        parameters: Path and query parameters.
        body: Validates the JSON body; None when it takes none.
        body_required: Whether it refuses a request without one.
        responses: By status and media type what validates the body; None where any bytes will do.
        numbered: Its answers carry an X-Request-ID.
    """

    id: str
    method: str
    path: str
    elsewhere: bool
    keys: Sequence[KeyPlace]
    success: int
    parameters: Sequence[Parameter]
    body: Validator | None
    body_required: bool
    responses: Mapping[int, Mapping[str, Validator | None]]
    numbered: bool

    def read_path(self, raw: Mapping[str, str]) -> dict[str, Any]:
        """Path parameters by their types.

        Raises:
            ApiError: 400, naming the parameter.
        """
        return read_parameters(self._parameters("path"), raw.items())

    def read_query(self, raw: str) -> dict[str, Any]:
        """Query parameters by their types, from the query as it stands in the URL.

        A name that the contract lacks is refused like a wrong value: the vendors' SDKs send none,
        and a mistyped filter that is ignored gives wrong data in silence. An operation without a
        documented 400 has nothing to refuse: there, what does not fit is ignored.

        Raises:
            ApiError: 400, naming the parameter.
        """
        parameters = self._parameters("query")
        pairs = query_pairs(raw, parameters)
        if 400 not in self.responses:
            parameters = [each for each in parameters if each.fits(pairs)]
            return read_parameters(parameters, pairs)
        keys = {place.name for place in self.keys if place.where == "query"}
        known = {each.name for each in parameters} | keys
        for name, _ in pairs:
            if name not in known:
                raise ApiError(400, f"unknown query parameter {name!r}")
        return read_parameters(parameters, pairs)

    def read_body(self, raw: bytes) -> Any:
        """The JSON body, whatever Content-Type it came with; None when there is none.

        Raises:
            ApiError: 400, naming the field and what is wrong with it.
        """
        if self.body is None:
            return None
        if not raw.strip():
            if self.body_required:
                raise ApiError(400, "a JSON body is required")
            return None
        try:
            value = strict.loads(raw)
        except ValueError:
            raise ApiError(400, "the body is not valid JSON") from None
        faults = self.body.faults(value)
        if faults:
            raise ApiError(400, "invalid body: " + "; ".join(faults))
        return value

    def violations(self, status: int, media_type: str, content: bytes) -> list[str]:
        """How an answer differs from what the contract promises; empty when it keeps it."""
        documented = self.responses.get(status)
        if documented is None:
            return [f"status {status} is not documented"]
        if not content and not documented:
            return []
        if media_type not in documented:
            return [f"a body of type {media_type!r} is not documented for status {status}"]
        validator = documented[media_type]
        if validator is None:
            return []
        return [fault for each in _values(media_type, content) for fault in validator.faults(each)]

    def _parameters(self, location: str) -> list[Parameter]:
        return [each for each in self.parameters if each.location == location]


def _values(media_type: str, content: bytes) -> Iterator[Any]:
    """What a response's schema speaks of: the JSON value, the value of each line, or the text."""
    if media_type == "application/json":
        yield json.loads(content)
    elif media_type == "application/x-ndjson":
        yield from map(json.loads, content.splitlines())
    else:
        yield content.decode()
