"""Links of attributes and of keypoint schemas with label classes: invalid arguments."""

from uuid import UUID

import pytest

from labelbridge import NULL
from labelbridge.hasty.models import AttributeClass, KeypointSchemaLabelClass
from labelbridge.hasty.resources.attributes import Attributes
from tests.support.flow_runner import body_of
from tests.support.samples import damaged, sample

ID = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
KINDS = {
    "attributes": ("attribute_id", "class_id", AttributeClass),
    "keypoint_schemas": ("keypoint_schema_id", "label_class_id", KeypointSchemaLabelClass),
}


@pytest.fixture(params=KINDS)
def kind(request, offline):
    """The methods for links, the names of their ids, and the model."""
    resource = getattr(offline, request.param)
    return (resource.set_classes, resource.remove_classes), *KINDS[request.param]


def test_invalid_link_is_reported_with_its_position(kind, invalid):
    calls, first, second, model = kind
    link = {first: ID, second: ID}
    for argument, wrong in [
        ("links[1]", ID),
        (f"links[1].{first}", {second: ID}),
        (f"links[1].{first}", link | {first: ""}),
        (f"links[1].{first}", link | {first: NULL}),
        (f"links[1].{second}", link | {second: None}),
        (f"links[1].{second}", damaged(model, second, **{first: ID})),
        ("links[1].id", link | {"id": ID}),
    ]:
        for call in calls:
            invalid(argument, call, ID, [link, wrong])


def test_links_must_be_an_iterable(kind, invalid):
    calls, first, second, model = kind
    for wrong in ({first: ID, second: ID}, "links", None, sample(model)):
        for call in calls:
            problem = invalid("links", call, ID, wrong)
            assert problem == f"must be a list of links, not {type(wrong).__name__}"


def test_empty_links_send_no_request(kind, invalid):
    (set_classes, remove_classes), *_ = kind
    assert remove_classes(ID, []) is None
    assert invalid("links", set_classes, ID, []) == "is empty; remove_classes removes links"


def test_ids_of_links_of_attributes_may_be_any_text():
    body = body_of(
        None,
        Attributes.remove_classes,
        UUID(ID),
        [{"attribute_id": "a/1", "class_id": UUID(ID)}],
    )
    assert body == [{"attribute_id": "a/1", "class_id": ID}]
