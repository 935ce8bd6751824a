"""What schemathesis's checks cannot judge here, and what they don't."""

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

from labelbridge.contract.living import texts

if TYPE_CHECKING:
    from schemathesis import Case, Response
    from schemathesis.engine.events import ScenarioFinished

    from labelbridge.contract.platforms import Operation


def unjudged(
    failure: Failure,
    case: Case[Any],
    response: Response,
    operation: Operation,
    known: Sequence[Operation],
    *,
    removed: bool,
) -> bool:
    """Whether a check judges what it cannot know.

    A 404 may be for what a body or a query names, and not for what was created before; or that
    went with what it hung on, which schemathesis does not see. A
    ``DELETE`` with a body deletes what the body names, not what its path does; ``revived`` looks
    after that. An operation whose contract shows no refusal has nothing to refuse with. A list of
    one empty text, or of null, is sent like a list of nothing. Storage lets in by a signature,
    which is for one method: to it, another is no 405 but a 403.

    Args:
        failure: What a check found.
        case: The request.
        response: The answer.
        operation: The operation that was answered.
        known: All operations of the search.
        removed: Something was deleted or replaced before, in the same walk.
    """
    if isinstance(failure, UseAfterFree):
        deletions = (each.path for each in known if each.method == "DELETE" and each.body)
        return failure.free.rpartition("/")[2] in {path.rpartition("/")[2] for path in deletions}
    if isinstance(failure, EnsureResourceAvailability):
        named = {*texts(case.query), *texts(case.body)} - {""}
        path = map(str, (case.path_parameters or {}).values())
        elsewhere = any(each in response.text for each in named) and not any(
            each in response.text for each in path
        )
        return removed or elsewhere
    if isinstance(failure, AcceptedNegativeData):
        return not operation.refuses or _only_emptied(case, response)
    return isinstance(failure, UnsupportedMethodResponse) and operation.elsewhere


def _only_emptied(case: Case[Any], response: Response) -> bool:
    changed = getattr(case.meta.phase.data, "mutations", ()) if case.meta else ()
    sent = parse_qs(urlsplit(response.request.url or "").query, keep_blank_values=True)
    return bool(changed) and all(sent.get(each.parameter) == [""] for each in changed)


def revived(event: ScenarioFinished) -> Iterator[str]:
    """Labels that are there although a request has deleted them by their ids."""
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        parent = recorder.cases.get(node.parent_id or "")
        if parent is None or not node.is_transition_applied or parent.value.method != "DELETE":
            continue
        if not isinstance(parent.value.body, list) or not node.value.path.endswith("{label_id}"):
            continue
        deleted = recorder.find_response(case_id=parent.value.id)
        answer = recorder.find_response(case_id=case_id)
        named = (node.value.path_parameters or {}).get("label_id")
        if named not in [item["id"] for item in parent.value.body if isinstance(item, dict)]:
            continue
        if deleted and answer and deleted.status_code == 204 and answer.status_code == 200:
            yield f"get_label in stateful: a label is there after its deletion: {named}"


def lost(event: ScenarioFinished) -> Iterator[str]:
    """Things that an answer has named and that are not there, on a platform that deletes nothing.

    Where a key is a parameter, ``ensure_resource_availability`` judges no case: no link gives it.
    """
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        answer = recorder.find_response(case_id=case_id)
        if node.transition is None or answer is None or answer.status_code != 404:
            continue
        if node.value.method != "GET":
            continue  # it may be for what the body names
        linked = {
            name: given.value.ok()
            for name, given in node.transition.parameters.get("path_parameters", {}).items()
            if isinstance(given.value, Ok)
        }
        if linked and linked == node.value.path_parameters:
            yield (
                f"{node.value.operation.label} in stateful: an answer has named what is not there: "
                f"{linked}"
            )
