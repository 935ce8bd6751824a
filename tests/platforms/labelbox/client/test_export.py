"""Exports over HTTP: asked for, waited for, streamed as typed rows or written to a file."""

import json
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from labelbridge.errors import InvalidArgument, NotFound, WaitTimeout
from labelbridge.labelbox import ExportRow, read_export

PROJECT = "cle25fahd8djyjtl6z7sxsmt6"


def days(rows):
    return {f"{row.created_at:%Y-%m-%d}" for row in rows}


def test_rows_of_every_asset_type_come_typed(labelbox):
    rows = list(labelbox.labels.export(PROJECT))
    assert len(rows) == 11
    assert all(isinstance(row, ExportRow) for row in rows)
    assert {row.project_name for row in rows} == {"Everything"}
    kinds = {annotation.kind for row in rows for annotation in row.annotations}
    assert {"bbox", "polygon", "line", "point", "mask", "text", "geo-polygon", "radio"} <= kinds
    assert "unknown" not in kinds


def test_the_export_is_asked_for_until_it_is_ready(labelbox, emulator, slow):
    assert next(iter(labelbox.labels.export(PROJECT))).project_name == "Everything"
    assert [entry["operation"] for entry in emulator.requests()] == [
        *["execute_graphql"] * 3,
        "storage.get",
    ]


def test_nothing_is_asked_before_the_first_row(labelbox, emulator):
    rows = labelbox.labels.export(PROJECT)
    assert emulator.requests() == []
    next(rows)
    assert emulator.requests() != []
    rows.close()


def test_the_key_goes_to_the_platform_and_never_to_storage(labelbox, emulator, key):
    list(labelbox.labels.export(PROJECT))
    platform, storage = emulator.requests()
    assert platform["headers"]["authorization"] == f"Bearer {key}"
    assert storage["operation"] == "storage.get"
    assert key not in json.dumps(storage)


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({"start": "2023-02-27"}, {"2023-02-27", "2023-03-03", "2023-03-06"}),
        ({"end": "2020-01-02"}, {"2020-01-01"}),
        ({"start": date(2023, 3, 3), "end": "2023-03-03 13:30:00"}, {"2023-03-03"}),
        ({"start": datetime(2023, 3, 6, 10, tzinfo=UTC)}, {"2023-03-06"}),
        ({"last_activity_start": "2023-03-06 12:00:00"}, {"2023-02-14", "2023-02-15"}),
        ({"last_activity_end": "2023-01-31"}, {"2023-01-23"}),
        (
            {"end": "2021-01-01", "last_activity_start": "2023-02-06", "last_activity_end": None},
            {"2020-01-01"},
        ),
        ({"start": "2030-01-01"}, set()),
    ],
)
def test_both_ranges_filter(labelbox, bounds, found):
    assert days(labelbox.labels.export(PROJECT, **bounds)) == found


def test_a_project_that_is_not_there_is_not_found(labelbox):
    with pytest.raises(NotFound) as caught:
        list(labelbox.labels.export("cl00000000000000000000000"))
    error = caught.value
    assert (error.status, error.code) == (404, "RESOURCE_NOT_FOUND")
    assert (error.vendor, error.operation) == ("labelbox", "execute_graphql")


def test_an_export_that_takes_too_long_is_given_up_with_its_last_state(labelbox, slow):
    with pytest.raises(WaitTimeout, match=r"the export did not finish within 0\.1 s") as caught:
        list(labelbox.labels.export(PROJECT, timeout=0.1))
    assert caught.value.last.should_poll is True


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("project_id", {"project_id": ""}),
        ("start", {"start": "yesterday"}),
        ("last_activity_end", {"last_activity_end": "2023-02-06T10:00:00"}),
        ("end", {"start": "2023-02-06", "end": "2023-02-05"}),
        ("timeout", {"timeout": 0}),
    ],
)
def test_wrong_arguments_are_refused_before_any_request(
    labelbox, emulator, tmp_path, argument, values
):
    given = {"project_id": PROJECT, **values}
    with pytest.raises(InvalidArgument, match=f"^{argument}: "):
        labelbox.labels.export(**given)
    with pytest.raises(InvalidArgument, match=f"^{argument}: "):
        labelbox.labels.download(**given, to=tmp_path / "export.json")
    assert emulator.requests() == []


def test_a_download_is_the_platforms_file_and_reads_as_the_stream_does(labelbox, tmp_path):
    to = tmp_path / "export.json"
    assert labelbox.labels.download(PROJECT, to=to, start="2023-02-01") == to
    assert [row["Created At"][:7] for row in json.loads(to.read_bytes())] == ["2023-02"] * 5 + [
        "2023-03"
    ] * 2
    assert list(read_export(to)) == list(labelbox.labels.export(PROJECT, start="2023-02-01"))
    assert list(tmp_path.iterdir()) == [to]


def test_a_download_replaces_a_file(labelbox, tmp_path):
    to = tmp_path / "export.json"
    to.write_text("old")
    labelbox.labels.download(PROJECT, to=str(to), end="2020-12-31")
    assert len(list(read_export(to))) == 1


@pytest.mark.parametrize("place", ["", "no/such/folder/export.json"])
def test_a_place_without_a_file_is_refused_before_any_request(labelbox, emulator, tmp_path, place):
    with pytest.raises(InvalidArgument, match="^to: "):
        labelbox.labels.download(PROJECT, to=tmp_path / place)
    assert emulator.requests() == []


def test_an_empty_export_has_no_rows(labelbox, tmp_path):
    to = tmp_path / "export.json"
    assert list(labelbox.labels.export(PROJECT, start="2030-01-01")) == []
    labelbox.labels.download(PROJECT, to=to, start="2030-01-01")
    assert list(read_export(to)) == []


def test_rows_left_early_are_closed(labelbox, emulator):
    with labelbox.labels.export(PROJECT) as rows:
        assert next(rows).id
    with pytest.raises(StopIteration):
        next(rows)
    (storage,) = [each for each in emulator.requests() if each["operation"] == "storage.get"]
    assert urlsplit(storage["url"]).path.startswith("/labelbox-exports/")
