"""One search: schemathesis's engine over some operations of a server, and what it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import quote

import schemathesis
from hypothesis.internal import lambda_sources
from schemathesis import engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import context, events
from schemathesis.engine.context import make_session
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER
from schemathesis.openapi.checks import RejectedPositiveData

from labelbridge.contract.judging import lost, revived, unjudged
from labelbridge.contract.living import Living, Server
from labelbridge.contract.platforms import PHASES, UUID, Operation, credentials, excerpt
from labelbridge.contract.refusals import Refusals

if TYPE_CHECKING:
    import requests
    from schemathesis import Case, HookContext, Response
    from schemathesis.core.failures import Failure
    from schemathesis.schemas import APIOperation, BaseSchema

    from labelbridge.contract.worlds import World

ACCEPTED = ["2xx", "404"]
"""What data that fit the schema may be answered with; anything else stands in refusals.yaml."""

_VARYING = re.compile(rf"{UUID.pattern}|-?[0-9][0-9.e+-]*|'[^']*'")
"""Parts of answers that are different each time."""
ANSWER = 200
"""How much of an answer a failure shows."""


@dataclass(slots=True)
class Found:
    """What a search found.

    Attributes:
        answers: How often an operation, in a phase, was answered with a status.
        failures: Failed checks and errors, in words.
        refused: How often each listed refusal happened, by its name.
        data: How often each root field of GraphQL was answered with data.
    """

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    data: Counter[str] = field(default_factory=Counter)

    def add(self, other: Found) -> None:
        """Take in what another search found."""
        self.answers.update(other.answers)
        self.failures += other.failures
        self.refused.update(other.refused)
        self.data.update(other.data)

    @property
    def cases(self) -> int:
        """How many requests were generated, sent and answered."""
        return self.answers.total()


@dataclass(frozen=True, slots=True)
class Effort:
    """How far a search goes.

    Attributes:
        seed: Decides all that is generated: the same seed, the same requests.
        examples: How many requests are generated for an operation.
        walks: How many walks are made along links.
        steps: How many steps a walk has at most.
        methods: Methods that a path lacks and that are tried on it.
    """

    seed: int
    examples: int
    walks: int
    steps: int = 8
    methods: Sequence[str] = ("delete", "trace", "put", "patch", "post", "get")


def search(
    server: Server,
    world: World,
    chosen: Sequence[Operation],
    phases: Collection[str],
    effort: Effort,
) -> Found:
    """Search some operations of a server.

    Args:
        server: Whom the requests are sent to.
        world: What lives there.
        chosen: The operations.
        phases: Some of ``PHASES``.
        effort: How far to go.
    """
    found, living, refusals = Found(), Living(server, world, chosen), Refusals(server.platform)
    schema = schemathesis.openapi.from_dict(
        excerpt(server.platform, chosen), config=_config(server, chosen, phases, effort)
    )
    unlisted = _Unlisted()
    by_label = {each.label: each for each in chosen}
    ids = {each.label: each.id for each in chosen}

    def before_init_operation(
        _context: HookContext, operation: APIOperation[Any, Any, Any, Any]
    ) -> None:
        if server.storage and by_label[operation.label].elsewhere:
            operation.base_url = server.storage

    def filter_failure(
        _context: HookContext, failure: Failure, case: Case[Any], response: Response
    ) -> bool:
        operation = by_label[case.operation.label]
        if unjudged(failure, case, response, operation, chosen, removed=living.removed):
            return False
        if not isinstance(failure, RejectedPositiveData):
            return True
        listed = refusals.listed(operation.id, response.status_code, response.text)
        if listed is not None:
            found.refused[listed] += 1
        else:
            # a walk would end with the first one: all are told at the end
            unlisted.add(operation.id, case, response)
        return False

    schema.hook(before_init_operation)
    schema.hook(filter_failure)
    schema.hooks.register_hook_with_name(living.after_call, "after_call")
    with _hooked(living), _quick(), _discreet():
        _run(schema, ids, found, keyed=bool(credentials(server.platform, server.key)[1]))
    failures = [*found.failures, *unlisted.failures()]
    found.failures = [_without(server.key, text) for text in failures]
    return found


class _Unlisted:
    """Refusals of data that fit the schema, each kind once."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}

    def add(self, operation: str, case: Case[Any], response: Response) -> None:
        answer = f"{response.status_code} {response.text[:ANSWER]}"
        kind = (operation, _VARYING.sub("_", answer))
        self._seen[kind] += 1
        if kind not in self._first:
            self._first[kind] = f"answered: {answer}\n    {case.as_curl_command()}"

    def failures(self) -> Iterator[str]:
        for (operation, kind), count in self._seen.items():
            first = self._first[operation, kind]
            yield f"{operation}: {count} times, data that fit the schema were refused\n    {first}"


def _without(key: str, text: str) -> str:
    """A text without a key, as it is and as URLs have it."""
    return text.replace(key, "<key>").replace(quote(key, safe=""), "<key>")


def _run(schema: BaseSchema, ids: dict[str, str], found: Found, *, keyed: bool) -> None:
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.FatalError | events.NonFatalError):
            found.failures.append(f"error: {getattr(event, 'label', '')}: {_error(event)}")
        if isinstance(event, events.ScenarioFinished):
            for case_id, interaction in event.recorder.interactions.items():
                node = event.recorder.cases[case_id]
                # a check's own requests, as one without a key, are not generated
                generated = node.parent_id is None or node.transition is not None
                if interaction.response is not None and generated:
                    label = node.value.operation.label
                    status = interaction.response.status_code
                    found.answers[ids[label], event.phase.value, status] += 1
            found.failures += _failed(event, ids)
            found.failures += revived(event)
            if keyed:
                found.failures += lost(event)


def _error(event: Any) -> str:
    return str(getattr(event, "info", None) or getattr(event, "exception", event))


def _failed(event: events.ScenarioFinished, ids: dict[str, str]) -> Iterator[str]:
    for case_id, checks in event.recorder.checks.items():
        operation = ids[event.recorder.cases[case_id].value.operation.label]
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                response = event.recorder.interactions[case_id].response
                answer = f"{response.status_code} {response.text[:ANSWER]}" if response else "-"
                message = failure.message.partition("\nExpected:")[0].replace("\n", " ")
                yield (
                    f"{operation} in {event.phase.value}: {check.name}: {message}\n"
                    f"    answered: {answer}\n"
                    f"    {check.failure_info.code_sample}"
                )


def _config(
    server: Server, chosen: Sequence[Operation], phases: Collection[str], effort: Effort
) -> SchemathesisConfig:
    headers, parameters = credentials(server.platform, server.key)
    return SchemathesisConfig.from_dict(
        {
            "seed": effort.seed,
            "suppress-health-check": ["all"],  # they are about time
            # by names alike, it would hide much more than the key, which is taken out in the end
            "output": {"sanitization": {"enabled": False}},
            "base-url": server.base_url,
            "operations": [
                {
                    # a foreign host never gets the key
                    "include-operation-id": [each.id for each in chosen if not each.elsewhere],
                    "headers": headers,
                    "parameters": parameters,
                }
            ],
            "continue-on-failure": True,
            "request-timeout": 30,
            "generation": {
                "max-examples": effort.examples,
                "database": "none",
                "no-shrink": True,
                # no link gives a key, so as a parameter it would keep answers from being judged
                "with-security-parameters": "stateful" not in phases or bool(parameters),
            },
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "phases": {name: _phase(name, phases, effort) for name in PHASES},
        }
    )


def _phase(name: str, phases: Collection[str], effort: Effort) -> dict[str, Any]:
    if name == "stateful":
        own: dict[str, Any] = {
            "max-steps": effort.steps,
            "inference": {"algorithms": []},  # only what the contract itself says
            "generation": {"max-examples": effort.walks, "database": "none", "no-shrink": True},
        }
    else:
        # answers hold addresses with a port that is another each time
        own = {"extra-data-sources": {"responses": False}}
    if name == "coverage":
        own["unexpected-methods"] = list(effort.methods)
    return {"enabled": name in phases, **own}


@contextmanager
def _hooked(living: Living) -> Iterator[None]:
    """``before_call`` is known to schemathesis for whole processes only."""
    hook = living.before_call
    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(hook, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(hook)


@contextmanager
def _quick() -> Iterator[None]:
    """Leave out what takes half of the time and tests nothing.

    Hypothesis parses a whole module of schemathesis to describe a lambda in it, in each thread, and
    each operation has its own; requests reads the environment's proxies for each request.
    """
    with patch.object(lambda_sources, "_lambda_description", lambda _: "lambda value: ..."):
        yield


@contextmanager
def _discreet() -> Iterator[None]:
    """Keep the key from foreign hosts.

    schemathesis has one session a thread, with the headers of the first operation that it is used
    for. Each request gets the headers of its own operation besides.
    """

    def bare(*args: Any, **kwargs: Any) -> requests.Session:
        session = make_session(*args, **kwargs)
        session.headers.clear()
        return session

    with patch.object(context, "make_session", bare):
        yield
