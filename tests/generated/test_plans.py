"""Plans: the request of an operation as data."""

from uuid import UUID

import attrs
import pytest
from msgspec import UNSET

from labelbridge_api.hasty.api.images import get_image, list_images
from labelbridge_api.hasty.api.labels import create_labels
from labelbridge_api.hasty.models import DefaultStatus, Image, LabelCreate

PROJECT = UUID("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
IMAGE = UUID("92874094-a7b8-4cb9-bd33-8d3ef1a7e5a5")


def test_plan_is_frozen_data() -> None:
    plan = get_image.plan(PROJECT, IMAGE)
    assert attrs.asdict(plan) == {
        "operation": "get_image",
        "method": "GET",
        "path": "/v1/projects/{project_id}/images/{image_id}",
        "path_parameters": {"project_id": str(PROJECT), "image_id": str(IMAGE)},
        "query": {},
        "body": UNSET,
        "success": {200: Image},
        "idempotent": True,
    }
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        plan.method = "POST"  # type: ignore[misc] # raises


def test_query_has_lists_and_omits_unset_parameters() -> None:
    statuses = [DefaultStatus.NEW, DefaultStatus("HELD")]
    plan = list_images.plan(PROJECT, dataset_id=[IMAGE], image_status=statuses, offset=0)
    expected = {"dataset_id": [str(IMAGE)], "image_status": ["NEW", "HELD"], "offset": 0}
    assert plan.query == expected
    assert list_images.plan(PROJECT, has_missing_tags=False).query == {"has_missing_tags": False}
    assert list_images.plan(PROJECT, dataset_id=[]).query == {"dataset_id": []}


def test_plan_does_not_change_its_arguments() -> None:
    labels = [LabelCreate(class_id=IMAGE, bbox=[1, 2, 3, 4])]
    before = [attrs.evolve(label) for label in labels]
    plan = create_labels.plan(PROJECT, IMAGE, body=labels)
    assert plan.body == [{"class_id": str(IMAGE), "bbox": [1, 2, 3, 4]}]
    assert labels == before
