"""Signed URLs for uploads."""

import httpx
import pytest

from labelbridge.errors import ResponseFormatError


@pytest.mark.parametrize("count", [1, 50])
def test_as_many_urls_are_given_as_asked_for(hasty, emulator, project, count):
    places = hasty.uploads.create(project, count=count)
    assert len({place.id for place in places}) == count
    assert all(place.url.startswith(emulator.storage) for place in places)


def test_a_url_takes_bytes_by_other_means_too(hasty, project, photo):
    (place,) = hasty.uploads.create(project, style="simple")
    assert httpx.put(place.url, content=photo).is_success


@pytest.mark.parametrize("count", [0, -1, 51, 1.0, True, "2"])
def test_a_count_outside_1_to_50_is_refused(offline, refused, an_id, count):
    assert "from 1 to 50" in refused("count", offline.uploads.create, an_id, count=count)


def test_wrong_arguments_are_refused(offline, refused, an_id):
    refused("project_id", offline.uploads.create, "mine")
    assert "resumable" in refused("style", offline.uploads.create, an_id, style="fast")


def test_fewer_urls_than_asked_for_are_an_error_that_holds_them(hasty, emulator, project):
    emulator.faults(
        [
            {"operation": "create_uploads", "remove": ["/items"]},
            {"operation": "create_uploads", "set": {"/items/1": None}},
        ]
    )
    with pytest.raises(
        ResponseFormatError, match="^create_uploads: 2 URLs were requested, but the response has 0"
    ):
        hasty.uploads.create(project, count=2)
    with pytest.raises(
        ResponseFormatError, match="^create_uploads: 2 URLs were requested, but the response has 1"
    ) as one:
        hasty.uploads.create(project, count=2)
    assert [place.url.startswith(emulator.storage) for place in one.value.done] == [True]


@pytest.mark.parametrize("value", [5, [], {"a": 1}, True, None, ""])
@pytest.mark.parametrize("name", ["id", "url"])
def test_a_place_of_another_form_is_none(hasty, emulator, project, dataset, photo, name, value):
    emulator.faults([{"operation": "create_uploads", "set": {f"/items/0/{name}": value}}])
    with pytest.raises(
        ResponseFormatError, match="^create_uploads: the response has no signed URL"
    ):
        hasty.images.upload(project, photo, dataset_id=dataset, filename="a.jpg")
