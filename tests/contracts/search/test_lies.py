"""The search finds what it is there to find: each test plants one lie in a server."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from schemathesis.core import NOT_SET

from labelbridge.contract import emulated, graphql, report
from labelbridge.contract.platforms import PHASES, operations
from labelbridge.contract.refusals import listed
from labelbridge.contract.search import Effort, Found, search
from labelbridge.contract.worlds import demo
from labelbridge_emulator.contract.operation import Operation
from labelbridge_emulator.handler import Response
from labelbridge_emulator.platforms import all_platforms
from labelbridge_emulator.server.emulation import Emulation

EFFORT = Effort(seed=1, examples=10, walks=25, methods=("trace",))
LITTLE = Effort(seed=1, examples=4, walks=4, methods=("trace",))


def of(platform: str, *tags: str):
    return [each for each in operations(platform) if each.tag in tags]


def searched(emulator, *tags: str, phases=("coverage",), effort=EFFORT, **changes) -> Found:
    server = dataclasses.replace(emulated.server(emulator, "hasty"), **changes)
    return search(server, demo("hasty"), of("hasty", *tags), phases, effort)


def checks(found: Found) -> set[str]:
    """The checks that failed."""
    return {failure.split(": ")[1] for failure in found.failures}


@contextmanager
def answering(operation: str, answer, platform: str = "hasty") -> Iterator[None]:
    """A platform answers one operation by another handler, which gets the true one too."""
    (platform,) = (each for each in all_platforms() if each.name == platform)
    true = platform.handlers[operation]
    platform.handlers._by_operation[operation] = lambda call: answer(call, true)
    try:
        yield
    finally:
        platform.handlers._by_operation[operation] = true


def test_a_wrong_base_url_is_never_answered_with_success(emulator):
    base_url = f"{emulator.hasty}/nowhere"
    found = searched(emulator, "datasets", phases=PHASES[:3], base_url=base_url, reset=None)
    without = report.missing(found, of("hasty", "datasets"), PHASES[:3])
    assert len(without) == 5 * 3
    assert "get_dataset: never answered with success in fuzzing" in without


def test_a_deletion_that_deletes_nothing_is_found_by_walks(emulator):
    with answering("delete_dataset", lambda call, true: Response(204)):
        found = searched(emulator, "datasets", phases=["stateful"])
    assert "use_after_free" in checks(found)


def test_a_list_deletion_that_deletes_nothing_is_found_by_walks(emulator):
    with answering("delete_labels", lambda call, true: Response(204)):
        found = searched(emulator, "labels", phases=["stateful"])
    assert "a label is there after its deletion" in checks(found)


def test_a_creation_that_keeps_nothing_is_found_by_walks(emulator):
    def forgotten(call, true):
        made = true(call)
        call.store.reset()
        return made

    with answering("create_dataset", forgotten):
        found = searched(emulator, "datasets", phases=["stateful"])
    assert "ensure_resource_availability" in checks(found)


def test_a_creation_that_keeps_nothing_is_found_where_nothing_is_deleted(emulator):
    server = emulated.server(emulator, "roboflow")
    with answering("get_job", lambda call, true: Response(404, {"error": "no"}), "roboflow"):
        found = search(server, demo("roboflow"), of("roboflow", "jobs"), ["stateful"], EFFORT)
    assert "an answer has named what is not there" in checks(found)


def test_a_key_that_is_not_looked_at_is_found(emulator, monkeypatch):
    monkeypatch.setattr(Emulation, "_key", lambda *_: "any")
    for platform, tag in (("hasty", "datasets"), ("roboflow", "batches")):
        found = search(
            emulated.server(emulator, platform),
            demo(platform),
            of(platform, tag),
            ["fuzzing"],
            EFFORT,
        )
        assert "ignored_auth" in checks(found), platform


def test_data_that_do_not_fit_and_are_taken_are_found(emulator, monkeypatch):
    monkeypatch.setattr(Operation, "read_query", lambda self, raw: {})
    found = searched(emulator, "datasets")
    assert "negative_data_rejection" in checks(found)


def test_refusals_that_are_not_listed_are_found_and_shown(emulator):
    def refusing(call, true):
        return Response(409, {"code": "conflict", "message": "Not today."})

    with answering("create_dataset", refusing):
        found = searched(emulator, "datasets", phases=["examples", "coverage"])
    (failure,) = found.failures
    assert "data that fit the schema were refused" in failure
    assert '409 {"code": "conflict", "message": "Not today."}' in failure


def test_answers_that_break_the_contract_are_found(emulator, monkeypatch):
    monkeypatch.setattr(Operation, "violations", lambda *_: [])  # the emulator's own eyes are shut
    with answering("get_dataset", lambda call, true: {**true(call), "id": 7}):
        assert "response_schema_conformance" in checks(searched(emulator, "datasets"))
    with answering(
        "get_dataset", lambda call, true: Response(418, {"code": "no", "message": "no"})
    ):
        assert "status_code_conformance" in checks(searched(emulator, "datasets"))
    with answering(
        "get_dataset", lambda call, true: Response(content=b"<html>", media_type="text/html")
    ):
        assert "content_type_conformance" in checks(searched(emulator, "datasets"))


def test_an_answer_of_500_is_found(emulator):
    with answering("get_dataset", lambda call, true: 1 / 0):
        assert "not_a_server_error" in checks(searched(emulator, "datasets"))


def test_a_graphql_endpoint_that_takes_anything_is_found(emulator, monkeypatch):
    from labelbridge_emulator.platforms.labelbox.handlers import documents

    monkeypatch.setattr(documents, "validate", lambda *_: [])
    server = emulated.server(emulator, "labelbox")
    found = graphql.search_graphql(server, demo("labelbox"), EFFORT)
    assert any("was not refused" in failure for failure in found.failures)


def test_a_field_that_is_never_answered_with_data_is_missing(emulator):
    server = emulated.server(emulator, "labelbox")
    empty = dataclasses.replace(demo("labelbox"), names={})
    found = graphql.search_graphql(server, empty, EFFORT)
    assert report.missing(found, []) == [
        "Query.project: never answered with data",
        "Mutation.exportLabels: never answered with data",
    ]


def test_listed_refusals_that_never_happen_are_stale():
    found = Found()
    names = [each.name for each in listed("roboflow")]
    found.refused[names[0]] = 1
    stale = report.stale(found, "roboflow")
    assert stale == [f"{name}: listed, but never answered" for name in names[1:]]


def test_no_failure_shows_the_key(emulator):
    with answering(
        "get_dataset", lambda call, true: Response(418, {"code": call.key, "message": "-"})
    ):
        found = searched(emulator, "datasets", phases=["examples"])
    assert found.failures
    assert emulated.KEY not in "".join(found.failures)


def test_a_seed_decides_all_that_is_sent(emulator):
    def sent() -> list:
        bodies: list = []
        noting = lambda call, true: (bodies.append(call.body), true(call))[1]  # noqa: E731
        with answering("create_dataset", noting):
            searched(emulator, "datasets", phases=["fuzzing", "stateful"], effort=LITTLE)
        return bodies

    assert sent() == sent() != []


def test_a_walk_goes_the_same_way_in_every_process(emulator, monkeypatch):
    def walked(address: str) -> list[str]:
        monkeypatch.setattr(type(NOT_SET), "__repr__", lambda _: f"<NotSet at {address}>")
        server, seen = emulated.server(emulator, "hasty"), []

        def noting() -> None:
            seen.extend(each["url"] for each in emulator.requests() if each["operation"])
            emulator.reset()

        emulator.reset()
        few = dataclasses.replace(LITTLE, walks=8)
        server = dataclasses.replace(server, reset=noting)
        search(server, demo("hasty"), of("hasty", "labels"), ["stateful"], few)
        return seen

    assert walked("0x7ff2") == walked("0x7f51") != []


def test_a_part_is_searched_on_until_every_operation_had_success(emulator, monkeypatch):
    seeds = []

    def found(_server, _store, operations, phases, effort) -> Found:
        seeds.append(effort.seed)
        lucky = operations if len(seeds) == 3 else operations[1:]
        answers = Counter({(each.id, phase, 200): 1 for each in lucky for phase in phases})
        return Found(answers)

    monkeypatch.setattr(emulated, "search", found)
    (part,) = [each for each in emulated.all_parts() if each.name == "hasty:labels:walks"]
    assert (
        report.missing(emulated.searched(part, LITTLE, emulator), part.operations(), ["stateful"])
        == []
    )
    assert seeds == [1, 2, 3]


def test_storage_never_sees_the_key(emulator):
    server = emulated.server(emulator, "labelbox")
    seen = []
    reset = server.reset

    def noting() -> None:
        seen.extend(emulator.requests())
        reset()

    chosen = of("labelbox", "labels")
    search(dataclasses.replace(server, reset=noting), demo("labelbox"), chosen, PHASES, LITTLE)
    stored = [each for each in seen if each["operation"] == "storage.get"]
    assert stored
    assert not [each for each in stored if emulated.KEY in str(each)]
