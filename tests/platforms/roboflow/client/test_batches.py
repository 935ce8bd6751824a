"""Batches of uploaded images: listed, and one by its id."""

from datetime import UTC, datetime

import pytest

from labelbridge.errors import InvalidArgument, NotFound
from labelbridge.roboflow import instant

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"


def test_a_list_gives_all_batches(roboflow):
    batches = list(roboflow.batches.list(*PROJECT))
    assert [(batch.id, batch.images, batch.num_jobs) for batch in batches] == [
        (BATCH, 115, 2),
        ("x0tNAq8ZLDTgMn2cPbVK", 11, 0),
    ]


def test_a_list_knows_its_total_its_first_and_its_one_page(roboflow, emulator):
    batches = roboflow.batches.list(*PROJECT)
    assert emulator.requests() == []
    assert batches.total() == 2
    assert batches.first().id == BATCH
    (page,) = batches.pages(size=1)
    assert (len(page.items), page.total) == (2, 2)
    assert len(emulator.requests()) == 3


def test_one_batch_is_found_by_its_id(roboflow):
    batch = roboflow.batches.get(*PROJECT, BATCH)
    assert batch.name == "Uploaded on 11/22/22 at 1:39 pm"
    assert instant(batch.uploaded) == datetime(2022, 11, 22, 19, 40, 24, 818_000, tzinfo=UTC)


def test_a_batch_in_an_envelope_is_the_same_batch(roboflow, emulator):
    bare = roboflow.batches.get(*PROJECT, BATCH)
    emulator.faults([{"operation": "get_batch", "content": {"batch": bare.to_dict()}}])
    assert roboflow.batches.get(*PROJECT, BATCH) == bare


def test_what_is_not_there_is_not_found(roboflow):
    with pytest.raises(NotFound, match="Batch not found"):
        roboflow.batches.get(*PROJECT, "nobody-made-this")
    with pytest.raises(NotFound):
        list(roboflow.batches.list("my-workspace", "elsewhere"))


def test_a_source_batch_is_met_with_the_part_to_give(roboflow, emulator):
    with pytest.raises(
        InvalidArgument, match=f"^batch_id: must not include the parent: use '{BATCH}'"
    ):
        roboflow.batches.get(*PROJECT, f"PBDhem3YRI1rKtQZSqRK/{BATCH}")
    with pytest.raises(InvalidArgument, match="^batch_id: "):
        roboflow.batches.get(*PROJECT, "")
    with pytest.raises(InvalidArgument, match="^project: "):
        roboflow.batches.list("my-workspace", "")
    assert emulator.requests() == []
