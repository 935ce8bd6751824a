"""An export is asked for, polled, and then a file with the labels that its filters let through."""

import re
from typing import Any

import pytest

from labelbridge_emulator.platforms.labelbox import fixtures
from labelbridge_emulator.platforms.labelbox.models import State
from tests.platforms.labelbox.emulator.api import PROJECT, Api


def filters(created: tuple[str, str] | None = None, activity: tuple[str, str] | None = None) -> str:
    texts = []
    for name, bounds in (("labelCreatedAt", created), ("lastActivityAt", activity)):
        if bounds is not None:
            pairs = zip(("start", "end"), bounds, strict=True)
            inner = ", ".join(f'{key}: "{text}"' for key, text in pairs if text)
            texts.append(f"{name}: {{{inner}}}")
    return ", ".join(texts)


def created_at(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(row["Created At"][:10] for row in rows)


class TestPolling:
    def test_the_first_answer_asks_to_ask_again(self, api: Api) -> None:
        assert api.ask().json()["data"]["exportLabels"] == {
            "downloadUrl": None,
            "createdAt": None,
            "shouldPoll": True,
        }

    def test_then_there_is_a_signed_file_on_the_storage_origin(self, api: Api) -> None:
        answer = api.poll()
        assert answer["shouldPoll"] is False
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer["createdAt"])
        url = answer["downloadUrl"]
        assert url.startswith(f"{api.emulator.storage}/labelbox-exports/")
        assert "Signature=" in url
        file = api.client.get(url)
        assert file.headers["content-type"] == "application/json"
        assert len(file.json()) == 11

    def test_it_may_take_longer(self, api: Api) -> None:
        api.emulator.store.state(State).polls = 3
        polls = [api.ask().json()["data"]["exportLabels"]["shouldPoll"] for _ in range(4)]
        assert polls == [True, True, True, False]

    def test_the_file_holds_what_is_stored_when_it_is_made(self, api: Api) -> None:
        api.ask()
        fixtures.add_label(api.emulator.store, labeled_data="late")
        assert len(api.rows()) == 12

    def test_for_thirty_minutes_the_same_question_has_the_same_answer(self, api: Api) -> None:
        first = api.poll()
        fixtures.add_label(api.emulator.store, labeled_data="new")
        api.emulator.advance(29 * 60)
        assert api.ask().json()["data"]["exportLabels"] == first
        api.emulator.advance(60)
        assert api.ask().json()["data"]["exportLabels"]["shouldPoll"] is True
        assert len(api.rows()) == 12
        assert api.poll()["downloadUrl"] != first["downloadUrl"]

    def test_other_filters_are_another_question(self, api: Api) -> None:
        first = api.poll()
        other = filters(created=("2023-01-01", ""))
        assert api.ask(other).json()["data"]["exportLabels"]["shouldPoll"] is True
        assert api.poll(other)["downloadUrl"] != first["downloadUrl"]

    def test_a_project_that_is_not_there_cannot_be_exported(self, api: Api) -> None:
        answer = api.ask(project="nope")
        assert answer.json()["data"] == {"exportLabels": None}
        assert answer.json()["errors"][0]["extensions"]["code"] == "RESOURCE_NOT_FOUND"

    def test_a_project_without_labels_gives_an_empty_array(self, api: Api) -> None:
        api.emulator.seed("empty")
        assert api.rows() == []


class TestFilters:
    def test_without_filters_everything_is_exported(self, api: Api) -> None:
        assert len(api.rows()) == len(api.rows(filters(created=("", "")))) == 11

    def test_labels_are_chosen_by_when_they_were_created(self, api: Api) -> None:
        rows = api.rows(filters(created=("2023-02-01", "2023-02-15")))
        assert created_at(rows) == ["2023-02-02", "2023-02-06", "2023-02-14", "2023-02-15"]

    def test_the_documented_ranges_choose_differently(self, api: Api) -> None:
        (old,) = api.rows(filters(created=("2020-01-01", "2020-01-02")))
        assert (old["Created At"][:10], old["Is Benchmark"]) == ("2020-01-01", 1)
        active = api.rows(filters(activity=("2023-02-06", "2023-03-06")))
        assert created_at(active) == [
            *("2020-01-01", "2023-01-16", "2023-01-30", "2023-02-02", "2023-02-06", "2023-02-14"),
            *("2023-02-27", "2023-03-03", "2023-03-06"),
        ]

    def test_both_filters_have_to_let_a_label_through(self, api: Api) -> None:
        both = filters(created=("2023-02-01", ""), activity=("", "2023-02-28"))
        assert created_at(api.rows(both)) == ["2023-02-02", "2023-02-06", "2023-02-27"]

    @pytest.mark.parametrize(
        ("bounds", "count"),
        [
            (("2023-03-06", ""), 1),
            (("2023-03-07", ""), 0),
            (("", "2019-12-31"), 0),
            (("2023-03-06", "2023-03-06"), 1),
            (("2023-03-06 10:00:00", "2023-03-06 10:00:00"), 1),
            (("2023-03-06 10:00:01", ""), 0),
            (("", "2020-01-01 11:59:59"), 0),
            (("", "2020-01-01 12:00:00"), 1),
            (("2023-03-06T11:30:00+0130", "2023-03-06T11:30:00+0130"), 1),
            (("2023-03-06", "2023-03-05"), 0),
        ],
    )
    def test_bounds_belong_to_the_range_days_as_a_whole_in_utc(
        self, api: Api, bounds: tuple[str, str], count: int
    ) -> None:
        assert len(api.rows(filters(created=bounds))) == count

    def test_filters_may_be_variables_and_null(self, api: Api) -> None:
        query = (
            "mutation ($id: ID!, $end: String) {exportLabels(data: {projectId: $id, filters: "
            "{labelCreatedAt: {start: null, end: $end}, lastActivityAt: null}}) {shouldPoll}}"
        )
        answer = api.graphql(query, id=PROJECT, end="2020-12-31")
        assert answer.json() == {"data": {"exportLabels": {"shouldPoll": True}}}
        assert len(api.rows(filters(created=("", "2020-12-31")))) == 1

    @pytest.mark.parametrize(
        "text", ["2023", "2023-02-30", "yesterday", "2023-02-06T10:00:00", "06/02/2023"]
    )
    @pytest.mark.parametrize("name", ["start", "end"])
    def test_what_is_no_date_is_malformed(self, api: Api, name: str, text: str) -> None:
        answer = api.ask(f'lastActivityAt: {{{name}: "{text}"}}')
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "MALFORMED_REQUEST"
        assert f"Invalid {name} date '{text}'" in error["message"]
        assert error["path"] == ["exportLabels"]
