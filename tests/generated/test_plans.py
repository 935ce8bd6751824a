"""Plans: the request of an operation as data."""

from uuid import UUID

import attrs
import pytest
from msgspec import UNSET

from labelbridge_api.hasty.api.images import create_image, list_images, set_image_status
from labelbridge_api.hasty.api.labels import create_labels, delete_labels
from labelbridge_api.hasty.models import (
    DefaultStatus,
    DefaultStatusWrite,
    Image,
    ImageFromUpload,
    ImagePage,
    LabelCreate,
    MediaStatusByName,
    ObjectId,
)
from labelbridge_api.labelbox.api.labels import execute_graphql, get_frames
from labelbridge_api.labelbox.models import GraphQLRequest
from labelbridge_api.plan import Plan
from labelbridge_api.roboflow.api.batches import get_batch
from labelbridge_api.roboflow.models import Batch, BatchEnvelope

PROJECT = UUID("17a4fab4-c59c-4031-9cb5-41fccb5b054c")
IMAGE = UUID("92874094-a7b8-4cb9-bd33-8d3ef1a7e5a5")


def test_plan_is_frozen_data() -> None:
    plan = get_batch.plan("crossings", "cars", "b1")
    assert attrs.asdict(plan) == {
        "operation": "get_batch",
        "method": "GET",
        "path": "/{workspace}/{project}/batches/{batch_id}",
        "path_parameters": {"workspace": "crossings", "project": "cars", "batch_id": "b1"},
        "query": {},
        "body": UNSET,
        "success": {200: Batch | BatchEnvelope},
        "idempotent": True,
    }
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        plan.method = "POST"  # type: ignore[misc] # raises


def test_query_has_lists_and_omits_unset_parameters() -> None:
    plan = list_images.plan(
        PROJECT,
        dataset_id=[IMAGE],
        image_status=[DefaultStatus.NEW, DefaultStatus("HELD")],
        offset=0,
    )
    assert plan.query == {
        "dataset_id": [str(IMAGE)],
        "image_status": ["NEW", "HELD"],
        "offset": 0,
    }
    assert list_images.plan(PROJECT, has_missing_tags=False).query == {"has_missing_tags": False}
    assert list_images.plan(PROJECT, dataset_id=[]).query == {"dataset_id": []}
    assert list_images.plan(PROJECT).success == {200: ImagePage}


def test_body_is_json_value() -> None:
    upload = ImageFromUpload(dataset_id=IMAGE, filename="a.jpg", upload_id=PROJECT)
    plan: Plan[Image] = create_image.plan(PROJECT, body=upload)
    assert plan.body == upload.to_dict()
    assert plan.body["dataset_id"] == str(IMAGE)
    assert not plan.idempotent


def test_body_can_be_a_list() -> None:
    plan = delete_labels.plan(PROJECT, IMAGE, body=[ObjectId(id=IMAGE)])
    assert (plan.method, plan.body, plan.success) == ("DELETE", [{"id": str(IMAGE)}], {204: None})


def test_plan_does_not_change_its_arguments() -> None:
    labels = [LabelCreate(class_id=IMAGE, bbox=[1, 2, 3, 4])]
    before = [attrs.evolve(label) for label in labels]
    plan = create_labels.plan(PROJECT, IMAGE, body=labels)
    assert plan.body == [{"class_id": str(IMAGE), "bbox": [1, 2, 3, 4]}]
    assert labels == before


def test_operation_without_response_body_has_success_type_none() -> None:
    body = MediaStatusByName(status=DefaultStatusWrite.DONE)
    plan: Plan[None] = set_image_status.plan(PROJECT, IMAGE, body=body)
    assert plan.success == {204: None}


def test_polled_post_is_idempotent() -> None:
    assert execute_graphql.plan(body=GraphQLRequest(query="{ping}")).idempotent


def test_rows_have_success_type_bytes() -> None:
    plan: Plan[bytes | None] = get_frames.plan("cle84ypw3")
    assert plan.success == {200: bytes, 204: None}


def test_path_parameters_are_not_encoded() -> None:
    plan = get_frames.plan("a/b c")
    assert (plan.path, plan.path_parameters) == ("/v1/frames/{label_id}", {"label_id": "a/b c"})
