"""Check the traffic between a client and a platform against the platform's contract.

The check covers paths, parameters and their style, bodies, statuses, media types and headers. It
shares no code with the emulator, so that it finds the emulator's errors.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import unquote, unquote_plus

from scripts.contracts import METHODS, OPENAPI, Contract, Node
from scripts.graphql_check import GraphqlChecker
from scripts.schema_values import SchemaValues

JSON, ROWS = "application/json", "application/x-ndjson"
DECODERS: dict[str, Callable[[str], str]] = {"path": unquote, "query": unquote_plus, "header": str}


class Binary(TypedDict):
    """A body that is not text, with its size."""

    bytes: int


class Request(TypedDict):
    """A request; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: str | Binary


class Response(TypedDict):
    """The response to a request."""

    status: int
    headers: dict[str, str]
    body: str | Binary


class Exchange(TypedDict):
    """A request and its response; `origin` is `api`, or `storage` for signed URLs."""

    origin: str
    request: Request
    response: Response


@dataclass(frozen=True, order=True)
class Violation:
    """A deviation of an exchange from the contract.

    Attributes:
        operation: The operation's id, or method and path if the contract has no such operation.
        side: `request` or `response`.
        text: The problem; the same for each occurrence.
    """

    operation: str
    side: str
    text: str

    def __str__(self) -> str:
        """Return the violation in one line."""
        return f"{self.operation}: {self.side}: {self.text}"


@dataclass(frozen=True)
class Route:
    """An operation, with what identifies its requests."""

    id: str
    method: str
    path: re.Pattern[str]
    names: list[str]
    parameters: list[Node]
    node: Node
    origin: str


class Checker:
    """Checks the traffic of one platform."""

    def __init__(self, platform: str) -> None:
        """Read the platform's contract."""
        self._prefix = f"/{platform}"
        text = (OPENAPI / f"{platform}.yaml").read_text(encoding="utf-8")
        self._contract = Contract(text)
        self._values = SchemaValues(self._contract)
        self._schemes = self._contract.document["components"].get("securitySchemes", {})
        sdl = OPENAPI / f"{platform}.graphql"
        self._graphql = GraphqlChecker(sdl.read_text(encoding="utf-8")) if sdl.exists() else None
        # Paths with fewer parameters first: /jobs/next before /jobs/{id}.
        self.routes = sorted(self._routes(), key=lambda route: len(route.names))

    def _routes(self) -> Iterator[Route]:
        for path, item in self._contract.document["paths"].items():
            pattern = re.compile(re.sub(r"\\{.+?\\}", "([^/]+)", re.escape(path)))
            for method in (key for key in METHODS if key in item):
                node = item[method]
                both = [*item.get("parameters", []), *node.get("parameters", [])]
                yield Route(
                    id=node["operationId"],
                    method=method.upper(),
                    path=pattern,
                    names=re.findall(r"{(.+?)}", path),
                    parameters=[self._contract.resolve(each) for each in both],
                    node=node,
                    origin="storage" if "servers" in item or "servers" in node else "api",
                )

    def route(self, exchange: Exchange) -> Route | None:
        """Return the operation of an exchange, or None if the contract has no such operation."""
        path = exchange["request"]["target"].partition("?")[0]
        if exchange["origin"] == "api":
            path = path.removeprefix(self._prefix)
        for route in self.routes:
            same = (route.method, route.origin) == (
                exchange["request"]["method"],
                exchange["origin"],
            )
            if same and route.path.fullmatch(path):
                return route
        return None

    def violations(self, exchange: Exchange) -> Iterator[Violation]:
        """Yield how an exchange deviates from the contract.

        An exchange with a storage that the contract does not describe has no violations.
        """
        route = self.route(exchange)
        if route is None:
            if exchange["origin"] == "api":
                request = exchange["request"]
                path = request["target"].partition("?")[0].removeprefix(self._prefix)
                text = "the contract has no such operation"
                yield Violation(f"{request['method']} {path}", "request", text)
            return
        for text in self._request(route, exchange["request"]):
            yield Violation(route.id, "request", text)
        for text in self._response(route, exchange["response"]):
            yield Violation(route.id, "response", text)
        if self._graphql and route.node.get("x-graphql"):
            bodies = (exchange["request"]["body"], exchange["response"]["body"])
            for side, text in self._graphql.violations(*map(str, bodies)):
                yield Violation(route.id, side, text)

    def _request(self, route: Route, request: Request) -> Iterator[str]:
        path, _, query = request["target"].partition("?")
        path = path.removeprefix(self._prefix) if route.origin == "api" else path
        found = route.path.fullmatch(path)
        steps = dict(zip(route.names, found.groups(), strict=True)) if found else {}
        given = [
            (unquote_plus(n), raw) for n, _, raw in (i.partition("=") for i in query.split("&"))
        ]
        yield from self._credentials(route, request["headers"], dict(given))
        known = {p["name"] for p in route.parameters if p["in"] == "query"} | self._query_keys()
        if route.origin == "api":  # the query of a signed URL is up to its storage
            for name in sorted({name for name, _ in given if name} - known):
                yield f"query {name}: not in the contract"
        for p in route.parameters:
            texts = [raw for name, raw in given if name == p["name"]]
            if p["in"] == "path":
                texts = [steps[p["name"]]]
            elif p["in"] == "header":
                header = request["headers"].get(p["name"].lower())
                texts = [] if header is None else [header]
            yield from self._parameter(p, texts)
        body = self._contract.resolve(route.node.get("requestBody", {}))
        if request["body"] or body.get("required"):
            yield from self._body(body.get("content", {}), request["headers"], request["body"])

    def _query_keys(self) -> set[str]:
        return {scheme["name"] for scheme in self._schemes.values() if scheme.get("in") == "query"}

    @property
    def credentials(self) -> set[str]:
        """The headers that hold credentials of the API, in lower case."""
        schemes = self._schemes.values()
        names = {each["name"] for each in schemes if each.get("in") == "header"}
        return {name.lower() for name in names | {"Authorization"}}

    def _credentials(
        self, route: Route, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> Iterator[str]:
        """Yield the missing credentials; an operation of our contracts has at most one scheme."""
        everywhere: list[Node] = self._contract.document["security"]
        required: list[Node] = route.node.get("security", everywhere)
        for name in {name for alternative in required for name in alternative}:
            scheme = self._schemes[name]
            if scheme["type"] == "http":
                kind = headers.get("authorization", "").partition(" ")[0]
                given = kind.lower() == scheme["scheme"]
            else:
                given = scheme["name"].lower() in headers or scheme["name"] in query
            if not given:
                yield f"credentials {name}: missing"

    def _parameter(self, p: Node, texts: list[str]) -> Iterator[str]:
        """Yield the problems of a parameter; `texts` are its occurrences, not decoded."""
        place = f"{p['in']} {p['name']}"
        if not texts:
            if p.get("required"):
                yield f"{place}: missing"
            return
        schema = self._contract.resolve(p["schema"])
        array, joined = "array" in schema.get("type", ""), p.get("explode") is False
        if len(texts) > 1 and (joined or not array):
            yield f"{place}: given {len(texts)} times"
        if array and joined:
            # In OpenAPI an escaped comma belongs to an item.
            if "%2C" in texts[0].upper() and "," not in texts[0]:
                yield f"{place}: the separating commas are escaped"
            texts = re.split(",|%2C", texts[0], flags=re.IGNORECASE)
        one = schema.get("items", {}) if array else p["schema"]
        values = [self._values.read(DECODERS[p["in"]](text), one) for text in texts]
        errors = self._values.errors(p["schema"], values if array else values[0])
        yield from (f"{place}: {error}" for error in errors)

    def _response(self, route: Route, response: Response) -> Iterator[str]:
        status = str(response["status"])
        if status not in route.node["responses"]:
            yield f"status {status}: not in the contract"
            return
        node = self._contract.resolve(route.node["responses"][status])
        for name, declared in node.get("headers", {}).items():
            header = self._contract.resolve(declared)
            value = response["headers"].get(name.lower())
            if value is not None:
                read = self._values.read(value, header["schema"])
                errors = self._values.errors(header["schema"], read)
                yield from (f"{status} header {name}: {error}" for error in errors)
            elif header.get("required"):
                yield f"{status} header {name}: missing"
        if response["body"] or node.get("content"):
            texts = self._body(node.get("content", {}), response["headers"], response["body"])
            yield from (f"{status} {text}" for text in texts)

    def _body(self, content: Node, headers: Mapping[str, str], body: str | Binary) -> Iterator[str]:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not body:
            yield "body: missing"
        elif not content:
            yield "body: not in the contract"
        elif kind not in content:
            yield f"body: media type {kind or '(none)'} is not in the contract"
        elif not isinstance(body, str):
            if kind in (JSON, ROWS):
                yield "body: not text"
        else:
            yield from self._text(kind, content[kind], body)

    def _text(self, kind: str, media: Node, body: str) -> Iterator[str]:
        schema: Node = media.get("x-item-schema") or media["schema"]
        pieces = body.splitlines() if kind == ROWS else [body]
        for piece in pieces:
            try:
                value = json.loads(piece) if kind in (JSON, ROWS) else piece
            except ValueError:
                yield "body: not JSON"
            else:
                yield from (f"body: {error}" for error in self._values.errors(schema, value))


def all_violations(checker: Checker, exchanges: Sequence[Exchange]) -> Counter[Violation]:
    """Return the violations in a client's traffic, and how often each occurs.

    Contracts do not describe requests to signed URLs. But such a URL must come from a response, and
    the request must not have the credentials of the API.
    """
    found: Counter[Violation] = Counter()
    bodies = [body for it in exchanges if isinstance(body := it["response"]["body"], str)]
    for exchange in exchanges:
        found.update(checker.violations(exchange))
        request = exchange["request"]
        if exchange["origin"] == "storage":
            operation = f"{request['method']} to the storage"
            if not any(request["target"] in body for body in bodies):
                found[Violation(operation, "request", "URL is not from a response")] += 1
            for name in sorted(checker.credentials & request["headers"].keys()):
                found[
                    Violation(operation, "request", f"header {name}: credentials of the API")
                ] += 1
    return found
