"""An operation of a contract: parses requests and validates responses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labelbridge_emulator.contract import strict_json
from labelbridge_emulator.contract.parameters import Parameter, query_pairs, read_parameters
from labelbridge_emulator.handler import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.requests import Request

    from labelbridge_emulator.contract.schemas import Validator


@dataclass(frozen=True, slots=True)
class KeyLocation:
    """A place in a request that can hold the API key.

    Attributes:
        location: ``header``, ``query``, or ``bearer`` (a token in the Authorization header).
        name: The name of the header or parameter.
    """

    location: str
    name: str

    def read(self, request: Request) -> str:
        """Return the key, or an empty string."""
        if self.location == "query":
            return request.query_params.get(self.name, "").strip()
        value = request.headers.get(self.name, "").strip()
        if self.location == "header":
            return value
        scheme, _, token = value.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation.

    Attributes:
        id: The operationId.
        method: The HTTP method in upper case.
        path: The path template of the contract.
        has_own_server: Whether the contract declares servers for this operation, so that it is not
            served under the platform's prefix.
        keys: Where the API key can be; empty if the operation needs none.
        success: The lowest documented 2xx status.
        parameters: Path and query parameters.
        body: The validator of the JSON body; None if the operation takes no body.
        body_required: Whether a request without a body is an error.
        responses: Validators of bodies by status and media type; None where any bytes are valid.
        has_request_id: Whether its responses have the header X-Request-ID.
    """

    id: str
    method: str
    path: str
    has_own_server: bool
    keys: Sequence[KeyLocation]
    success: int
    parameters: Sequence[Parameter]
    body: Validator | None
    body_required: bool
    responses: Mapping[int, Mapping[str, Validator | None]]
    has_request_id: bool

    def read_path(self, raw: Mapping[str, str]) -> dict[str, Any]:
        """Return the path parameters, converted to their types.

        Raises:
            ApiError: 400, naming an invalid parameter.
        """
        return read_parameters(self._parameters("path"), raw.items())

    def read_query(self, raw: str) -> dict[str, Any]:
        """Return the query parameters of a raw query string, converted to their types.

        Unknown names are errors too, so that a misspelled filter is not silently ignored; the
        vendors' SDKs send no unknown names. Operations without a documented 400 ignore unknown
        names and invalid values instead.

        Raises:
            ApiError: 400, naming an invalid or unknown parameter.
        """
        parameters = self._parameters("query")
        pairs = query_pairs(raw, parameters)
        if 400 not in self.responses:
            parameters = [each for each in parameters if each.fits(pairs)]
            return read_parameters(parameters, pairs)
        keys = {key.name for key in self.keys if key.location == "query"}
        known = {each.name for each in parameters} | keys
        for name, _ in pairs:
            if name not in known:
                raise ApiError(400, f"unknown query parameter {name!r}")
        return read_parameters(parameters, pairs)

    def read_body(self, raw: bytes) -> Any:
        """Return the JSON body, regardless of its Content-Type; None without a body.

        Raises:
            ApiError: 400, naming each invalid field.
        """
        if self.body is None:
            return None
        if not raw.strip():
            if self.body_required:
                raise ApiError(400, "a JSON body is required")
            return None
        try:
            value = strict_json.loads(raw)
        except ValueError:
            raise ApiError(400, "the body is not valid JSON") from None
        if errors := self.body.errors(value):
            raise ApiError(400, "invalid body: " + "; ".join(errors))
        return value

    def violations(self, status: int, media_type: str, content: bytes) -> list[str]:
        """Return the differences between a response and the contract."""
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
        return [text for each in _values(media_type, content) for text in validator.errors(each)]

    def _parameters(self, location: str) -> list[Parameter]:
        return [each for each in self.parameters if each.location == location]


def _values(media_type: str, content: bytes) -> Iterator[Any]:
    """Yield the values that the schema applies to: the JSON value, each line, or the text.

    A binary body has none.
    """
    if media_type == "application/json":
        yield json.loads(content)
    elif media_type == "application/x-ndjson":
        yield from map(json.loads, content.splitlines())
    elif media_type.startswith("text/"):
        yield content.decode()
