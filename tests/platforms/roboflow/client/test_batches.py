"""Batches of uploaded images."""

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"


def test_list_returns_all_batches_in_one_page(roboflow, emulator):
    batches = roboflow.batches.list(*PROJECT)
    assert emulator.requests() == []
    assert [(batch.id, batch.images, batch.num_jobs) for batch in batches] == [
        (BATCH, 115, 2),
        ("x0tNAq8ZLDTgMn2cPbVK", 11, 0),
    ]
    assert batches.total() == 2
    assert batches.first().id == BATCH
    (page,) = batches.pages(size=1)
    assert (len(page.items), page.total) == (2, 2)
    assert len(emulator.requests()) == 4
