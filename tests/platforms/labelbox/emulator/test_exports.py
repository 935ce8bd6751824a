"""Exports: polling, files, and filters."""

import re
from typing import Any

import pytest

from labelbridge_emulator.platforms.labelbox import fixtures
from labelbridge_emulator.platforms.labelbox.models import State
from tests.platforms.labelbox.emulator.api import PROJECT


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
    @pytest.mark.parametrize("polls", [1, 3])
    def test_first_responses_have_should_poll(self, api, polls):
        api.emulator.store.state(State).settings.polls = polls
        for _ in range(polls):
            assert api.status() == {"downloadUrl": None, "createdAt": None, "shouldPoll": True}
        assert api.status()["shouldPoll"] is False

    def test_file_has_a_signed_url(self, api):
        status = api.poll()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", status["createdAt"])
        url = status["downloadUrl"]
        assert url.startswith(f"{api.emulator.storage}/labelbox-exports/")
        assert "Signature=" in url
        file = api.client.get(url)
        assert file.headers["content-type"] == "application/json"
        assert len(file.json()) == 11

    def test_unknown_project_is_an_error_with_null_data(self, api):
        body = api.export(project="nope").json()
        assert body["data"] == {"exportLabels": None}
        (error,) = body["errors"]
        assert error["extensions"] == {"code": "RESOURCE_NOT_FOUND"}
        assert (error["path"], error["locations"][0]["line"]) == (["exportLabels"], 1)

    def test_file_contains_the_labels_at_the_time_it_is_ready(self, api):
        api.export()
        fixtures.add_label(api.emulator.store, labeled_data="late")
        assert len(api.rows()) == 12

    def test_file_is_reused_for_thirty_minutes(self, api):
        first = api.poll()
        fixtures.add_label(api.emulator.store, labeled_data="new")
        api.emulator.advance(29 * 60)
        assert api.status() == first
        api.emulator.advance(60)
        assert api.status()["shouldPoll"] is True
        assert len(api.rows()) == 12
        assert api.poll()["downloadUrl"] != first["downloadUrl"]

    def test_each_combination_of_filters_has_its_own_file(self, api):
        first = api.poll()
        other = filters(created=("2023-01-01", ""))
        assert api.status(other)["shouldPoll"] is True
        assert api.poll(other)["downloadUrl"] != first["downloadUrl"]


class TestFilters:
    def test_documented_ranges(self, api):
        assert len(api.rows(filters(created=("", "")))) == 11
        rows = api.rows(filters(created=("2023-02-01", "2023-02-15")))
        assert created_at(rows) == ["2023-02-02", "2023-02-06", "2023-02-14", "2023-02-15"]
        (old,) = api.rows(filters(created=("2020-01-01", "2020-01-02")))
        assert (old["Created At"][:10], old["Is Benchmark"]) == ("2020-01-01", 1)
        active = api.rows(filters(activity=("2023-02-06", "2023-03-06")))
        assert created_at(active) == [
            *("2020-01-01", "2023-01-16", "2023-01-30", "2023-02-02", "2023-02-06", "2023-02-14"),
            *("2023-02-27", "2023-03-03", "2023-03-06"),
        ]

    def test_both_filters_apply(self, api):
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
    def test_range_includes_its_bounds(self, api, bounds, count):
        assert len(api.rows(filters(created=bounds))) == count

    def test_filters_can_be_variables_and_null(self, api):
        query = (
            "mutation ($id: ID!, $end: String) {exportLabels(data: {projectId: $id, filters: "
            "{labelCreatedAt: {start: null, end: $end}, lastActivityAt: null}}) {shouldPoll}}"
        )
        response = api.graphql(query, id=PROJECT, end="2020-12-31")
        assert response.json() == {"data": {"exportLabels": {"shouldPoll": True}}}
        assert len(api.rows(filters(created=("", "2020-12-31")))) == 1

    @pytest.mark.parametrize(
        "text", ["2023", "2023-02-30", "yesterday", "2023-02-06T10:00:00", "06/02/2023"]
    )
    @pytest.mark.parametrize("name", ["start", "end"])
    def test_invalid_date_is_an_error(self, api, name, text):
        (error,) = api.export(f'lastActivityAt: {{{name}: "{text}"}}').json()["errors"]
        assert error["extensions"]["code"] == "MALFORMED_REQUEST"
        assert f"Invalid {name} date '{text}'" in error["message"]
        assert error["path"] == ["exportLabels"]
