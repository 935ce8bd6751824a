"""Images are found by the queues and batches they are in, and by what the error finder said."""

from typing import Any

import pytest

from tests.platforms.hasty.emulator.api import NOWHERE, Api, Project

NAMES = ["a.png", "b.png", "c.png"]
FIRST, SECOND = (f"0000000{n}-0000-4000-8000-00000000000a" for n in (1, 2))


@pytest.fixture
def images(project: Project) -> list[str]:
    """The ids of three images."""
    return [project.add_image(name)["id"] for name in NAMES]


def listed(api: Api, project: Project, **query: Any) -> list[int]:
    return [NAMES.index(name) for name in api.names(f"{project.path}/images", **query)]


def test_images_are_found_by_queue_and_batch(api: Api, project: Project, images: list[str]) -> None:
    for image, queue, batch in ((0, FIRST, FIRST), (1, FIRST, SECOND), (1, SECOND, FIRST)):
        api.add("queues", image_id=images[image], queue_id=queue)
        api.add("batches", image_id=images[image], batch_id=batch)
    assert listed(api, project, queue_id=FIRST) == [0, 1]
    assert listed(api, project, queue_id=SECOND.upper()) == [1]
    assert listed(api, project, batch_id=SECOND.upper()) == [1]
    assert listed(api, project, batch_id=FIRST) == [0, 1]
    assert listed(api, project, queue_id=FIRST, batch_id=SECOND) == [1]
    assert listed(api, project, queue_id=NOWHERE) == listed(api, project, batch_id="none") == []


@pytest.fixture
def found(api: Api, images: list[str]) -> None:
    """The first run found two things on the first image, the second one on each of two."""
    for image, run, error_type, resolved in (
        (0, FIRST, "LOW_IOU", True),
        (0, FIRST, "EXTRA_LABEL", False),
        (0, SECOND, "EXTRA_LABEL", True),
        (1, SECOND, "LOW_IOU", False),
    ):
        arguments = {"run_id": run.upper(), "error_type": error_type, "resolved": resolved}
        api.add("findings", image_id=images[image], **arguments)


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"ef_run_ids": [FIRST]}, [0]),
        ({"ef_run_ids": [SECOND.upper()]}, [0, 1]),
        ({"ef_run_ids": [NOWHERE, FIRST]}, [0]),
        ({"ef_run_ids": []}, [0, 1, 2]),
        ({"ef_error_type": "LOW_IOU"}, [0, 1]),
        ({"ef_error_type": "MISSING_LABEL"}, []),
        ({"ef_user_action": "RESOLVED"}, [0]),
        ({"ef_user_action": "UNRESOLVED"}, [0, 1]),
        ({"ef_user_action": "ALL"}, [0, 1, 2]),
        ({"ef_error_type": "EXTRA_LABEL", "ef_run_ids": [SECOND]}, [0]),
        # all of it of one finding: the first image has an unresolved one, but no such LOW_IOU
        ({"ef_error_type": "LOW_IOU", "ef_user_action": "UNRESOLVED"}, [1]),
        ({"ef_error_type": "LOW_IOU", "ef_run_ids": [FIRST], "ef_user_action": "ALL"}, [0]),
    ],
)
def test_images_are_found_by_what_was_found_on_them(
    api: Api, project: Project, query: dict[str, Any], expected: list[int]
) -> None:
    assert listed(api, project, **query) == expected


@pytest.mark.usefixtures("found")
def test_the_position_is_counted_likewise(api: Api, project: Project, images: list[str]) -> None:
    path = f"{project.path}/images/{images[1]}/offset"
    assert api.get(path, ef_run_ids=[SECOND]) == {"offset": 1}
    api.get(path, status=404, ef_run_ids=[FIRST])
