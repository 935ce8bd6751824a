"""Run schemathesis's engine over some operations of a server, and collect the results."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
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

from labelbridge.contract.checks import find_missing, find_undeleted, is_false_positive
from labelbridge.contract.expected_rejections import matching_rejection
from labelbridge.contract.hooks import RequestHooks
from labelbridge.contract.operations import PHASES, Operation, contract_subset, credentials
from labelbridge.contract.results import SHOWN, Results, RunSettings, UnexpectedRejections

if TYPE_CHECKING:
    import requests
    from schemathesis import Case, HookContext, Response
    from schemathesis.core.failures import Failure
    from schemathesis.schemas import APIOperation, BaseSchema

    from labelbridge.contract.server import Server
    from labelbridge.contract.starting_data import StartingData

ACCEPTED = ["2xx", "404"]
"""Statuses that are always allowed for valid data; others must be expected rejections."""


def run(
    server: Server,
    data: StartingData,
    chosen: Sequence[Operation],
    phases: Collection[str],
    settings: RunSettings,
) -> Results:
    """Test some operations of a server.

    Args:
        server: The server.
        data: The data that the server starts with.
        chosen: The operations.
        phases: Some of `PHASES`.
        settings: How much to test.
    """
    results, hooks = Results(), RequestHooks(server, data, chosen)
    schema = schemathesis.openapi.from_dict(
        contract_subset(server.platform, chosen), config=_config(server, chosen, phases, settings)
    )
    unexpected = UnexpectedRejections()
    by_label = {each.label: each for each in chosen}

    def before_init_operation(
        _context: HookContext, operation: APIOperation[Any, Any, Any, Any]
    ) -> None:
        if server.storage and by_label[operation.label].own_server:
            operation.base_url = server.storage

    def filter_failure(
        _context: HookContext, failure: Failure, case: Case[Any], response: Response
    ) -> bool:
        operation = by_label[case.operation.label]
        if is_false_positive(failure, case, response, operation, chosen, removed=hooks.removed):
            return False
        if not isinstance(failure, RejectedPositiveData):
            return True
        expected = matching_rejection(
            server.platform, operation.id, response.status_code, response.text
        )
        if expected is not None:
            results.rejections[expected] += 1
        else:
            # as a failure it would end the scenario, so it is reported when the run ends
            unexpected.add(operation.id, case, response)
        return False

    schema.hook(before_init_operation)
    schema.hook(filter_failure)
    schema.hooks.register_hook_with_name(hooks.after_call, "after_call")
    ids = {each.label: each.id for each in chosen}
    key_in_query = bool(credentials(server.platform, server.key)[1])
    with _registered(hooks), _without_lambda_sources(), _plain_sessions(server):
        _execute(schema, ids, results, key_in_query=key_in_query)
    failures = [*results.failures, *unexpected.failures()]
    results.failures = [_mask(server.key, text) for text in failures]
    return results


def _mask(key: str, text: str) -> str:
    return text.replace(key, "<key>").replace(quote(key, safe=""), "<key>")


def _execute(
    schema: BaseSchema, ids: dict[str, str], results: Results, *, key_in_query: bool
) -> None:
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.FatalError | events.NonFatalError):
            results.failures.append(f"error: {getattr(event, 'label', '')}: {_error(event)}")
        if isinstance(event, events.ScenarioFinished):
            for case_id, interaction in event.recorder.interactions.items():
                node = event.recorder.cases[case_id]
                # requests of the checks themselves, such as one without a key, are not counted
                generated = node.parent_id is None or node.transition is not None
                if interaction.response is not None and generated:
                    label = node.value.operation.label
                    status = interaction.response.status_code
                    results.responses[ids[label], event.phase.value, status] += 1
            results.failures += _failed_checks(event, ids)
            results.failures += find_undeleted(event)
            if key_in_query:
                results.failures += find_missing(event)


def _error(event: Any) -> str:
    return str(getattr(event, "info", None) or getattr(event, "exception", event))


def _failed_checks(event: events.ScenarioFinished, ids: dict[str, str]) -> Iterator[str]:
    for case_id, checks in event.recorder.checks.items():
        operation = ids[event.recorder.cases[case_id].value.operation.label]
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                response = event.recorder.interactions[case_id].response
                shown = f"{response.status_code} {response.text[:SHOWN]}" if response else "none"
                message = failure.message.partition("\nExpected:")[0].replace("\n", " ")
                yield (
                    f"{operation} in {event.phase.value}: {check.name}: {message}\n"
                    f"    response: {shown}\n"
                    f"    {check.failure_info.code_sample}"
                )


def _config(
    server: Server, chosen: Sequence[Operation], phases: Collection[str], settings: RunSettings
) -> SchemathesisConfig:
    headers, parameters = credentials(server.platform, server.key)
    return SchemathesisConfig.from_dict(
        {
            "seed": settings.seed,
            "suppress-health-check": ["all"],  # these are about timing
            # it hides more than the key, which `run` masks itself
            "output": {"sanitization": {"enabled": False}},
            "base-url": server.base_url,
            "operations": [
                {
                    # other servers must not receive the key
                    "include-operation-id": [each.id for each in chosen if not each.own_server],
                    "headers": headers,
                    "parameters": parameters,
                }
            ],
            "continue-on-failure": True,
            "request-timeout": 30,
            "generation": {
                "max-examples": settings.examples,
                "database": "none",
                "no-shrink": True,
                # no link provides a key, and checks skip cases with a parameter that no link sets
                "with-security-parameters": "stateful" not in phases or bool(parameters),
            },
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "phases": {name: _phase(name, phases, settings) for name in PHASES},
        }
    )


def _phase(name: str, phases: Collection[str], settings: RunSettings) -> dict[str, Any]:
    if name == "stateful":
        own: dict[str, Any] = {
            "max-steps": settings.steps,
            "inference": {"algorithms": []},  # only the links of the contract
            "generation": {
                "max-examples": settings.scenarios,
                "database": "none",
                "no-shrink": True,
            },
        }
    else:
        # responses contain URLs with a different port in each run
        own = {"extra-data-sources": {"responses": False}}
    if name == "coverage":
        own["unexpected-methods"] = list(settings.methods)
    return {"enabled": name in phases, **own}


@contextmanager
def _registered(hooks: RequestHooks) -> Iterator[None]:
    """Register `before_call`, which schemathesis supports for the complete process only."""
    hook = hooks.before_call
    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(hook, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(hook)


@contextmanager
def _without_lambda_sources() -> Iterator[None]:
    """Skip Hypothesis's lookup of the source of lambdas, which takes half of the run time."""
    with patch.object(lambda_sources, "_lambda_description", lambda _: "lambda value: ..."):
        yield


@contextmanager
def _plain_sessions(server: Server) -> Iterator[None]:
    """Use sessions without headers, so that the key is not sent to other hosts.

    schemathesis uses one session per thread, with the headers of the first operation. Each request
    also receives the headers of its own operation, so the session needs none.
    """

    def bare(*args: Any, **kwargs: Any) -> requests.Session:
        session = make_session(*args, **kwargs)
        session.headers.clear()
        session.trust_env = server.session().trust_env
        return session

    with patch.object(context, "make_session", bare):
        yield
