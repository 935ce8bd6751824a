"""Corrections of schemathesis's checks, and checks that it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.result import Ok
from schemathesis.openapi.checks import (
    EnsureResourceAvailability,
    UnsupportedMethodResponse,
    UseAfterFree,
)

from labelbridge.contract.substitution import strings

if TYPE_CHECKING:
    from schemathesis import Case, Response
    from schemathesis.engine.events import ScenarioFinished

    from labelbridge.contract.operations import Operation


def is_false_positive(
    failure: Failure,
    case: Case[Any],
    response: Response,
    operation: Operation,
    tested: Sequence[Operation],
    *,
    removed: bool,
) -> bool:
    """Return whether a failed check is not an error of the server.

    - Use after free: a `DELETE` with a body deletes the objects in the body, not those in its path.
      `find_undeleted` covers these requests.
    - Resource availability: the 404 can be about an id in the body or the query, or the object was
      deleted together with its parent, which schemathesis cannot see.
    - Accepted negative data: the contract documents no response for invalid input, or the request
      is valid after all, because a list of one empty string, or of null, is sent as an empty list.
    - Unsupported method: storage checks signatures, which are for one method, so another method
      is a 403 and not a 405.

    Args:
        failure: The failed check.
        case: The request.
        response: The response.
        operation: The operation of the request.
        tested: All operations of the run.
        removed: Whether the scenario has deleted or replaced objects before.
    """
    if isinstance(failure, UseAfterFree):
        deletions = (each.path for each in tested if each.method == "DELETE" and each.has_body)
        return failure.free.rpartition("/")[2] in {path.rpartition("/")[2] for path in deletions}
    if isinstance(failure, EnsureResourceAvailability):
        in_input = {*strings(case.query), *strings(case.body)} - {""}
        in_path = map(str, (case.path_parameters or {}).values())
        about_input = any(each in response.text for each in in_input) and not any(
            each in response.text for each in in_path
        )
        return removed or about_input
    if isinstance(failure, AcceptedNegativeData):
        return not operation.documents_errors or _only_emptied(case, response)
    return isinstance(failure, UnsupportedMethodResponse) and operation.own_server


def _only_emptied(case: Case[Any], response: Response) -> bool:
    changed = getattr(case.meta.phase.data, "mutations", ()) if case.meta else ()
    sent = parse_qs(urlsplit(response.request.url or "").query, keep_blank_values=True)
    return bool(changed) and all(sent.get(each.parameter) == [""] for each in changed)


def find_undeleted(event: ScenarioFinished) -> Iterator[str]:
    """Report objects that still exist although a request deleted them by the ids in its body."""
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        parent = recorder.cases.get(node.parent_id or "")
        if parent is None or not node.is_transition_applied or parent.value.method != "DELETE":
            continue
        if not isinstance(parent.value.body, list) or not node.value.path.endswith("}"):
            continue
        deletion = recorder.find_response(case_id=parent.value.id)
        response = recorder.find_response(case_id=case_id)
        name = node.value.path.rpartition("{")[2].removesuffix("}")
        id_ = (node.value.path_parameters or {}).get(name)
        if id_ not in [item["id"] for item in parent.value.body if isinstance(item, dict)]:
            continue
        if deletion and response and deletion.status_code == 204 and response.status_code == 200:
            label = node.value.operation.label
            yield f"{label} in stateful: an object exists after its deletion: {id_}"


def find_missing(event: ScenarioFinished) -> Iterator[str]:
    """Report objects that a response contains but that do not exist.

    For platforms whose key is a query parameter: no link provides it, so schemathesis's check
    `ensure_resource_availability` skips all their cases.
    """
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        response = recorder.find_response(case_id=case_id)
        if node.transition is None or response is None or response.status_code != 404:
            continue
        if node.value.method != "GET":
            continue  # the 404 can be about an id in the body
        linked = {
            name: parameter.value.ok()
            for name, parameter in node.transition.parameters.get("path_parameters", {}).items()
            if isinstance(parameter.value, Ok)
        }
        if linked and linked == node.value.path_parameters:
            label = node.value.operation.label
            yield f"{label} in stateful: an object of an earlier response does not exist: {linked}"
