"""Generated models and enums."""

import copy
import json
import pickle
from collections import OrderedDict
from importlib import import_module
from types import MappingProxyType
from typing import Any

import attrs
import msgspec
import pytest

from labelbridge_api.labelbox.models import ExportRow
from labelbridge_api.model import ResponseModel
from labelbridge_api.roboflow.models import Batch, Version
from scripts.generate import platforms
from tests.support.example import models
from tests.support.samples import ID, MOMENT, sample, sample_json

PACKAGES = [import_module(f"labelbridge_api.{platform}.models") for platform in platforms()]
EXPORTED = [getattr(package, name) for package in PACKAGES for name in package.__all__]
MODELS = [model for model in EXPORTED if attrs.has(model)]


def test_package_has_its_names_and_no_others() -> None:
    for package in PACKAGES:
        assert dir(package) == sorted(package.__all__)
        with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
            package.Nothing  # noqa: B018 - the access is what is tested


def test_models_of_responses_and_of_requests_differ() -> None:
    responses = {model for model in MODELS if issubclass(model, ResponseModel)}
    assert {models.Image, models.ImagePage, ExportRow} <= responses
    assert responses.isdisjoint({models.LabelCreate, models.ProjectInput})
    assert all("Unset" not in str(field.type) for model in responses for field in attrs.fields(model))


def test_attributes_are_named_as_keys_except_keywords() -> None:
    suffixed = {f.name for model in MODELS for f in attrs.fields(model) if f.name.endswith("_")}
    assert suffixed <= {"class_"}


def test_null_and_absent_are_none() -> None:
    sent = sample_json(models.Image)
    for image in (models.Image.from_dict(sent), models.Image.from_dict(sent | {"external_id": None})):
        assert image.external_id is None
        assert image.to_dict() == sent


def test_unknown_keys_are_kept() -> None:
    sent = sample_json(models.Project) | {"new": None, "newer": {"deep": [1]}}
    project = models.Project.from_dict(sent)
    assert (project["newer"], "new" in project, "name" in project) == ({"deep": [1]}, True, False)
    assert project.additional_keys == ["new", "newer"]
    assert project.to_dict() == sent
    project["new"] = 5
    del project["newer"]
    assert project.additional_properties == {"new": 5}
    assert project == models.Project.from_dict(sent)  # equality ignores them


def test_from_dict_does_not_change_its_argument() -> None:
    sent = sample_json(models.Project) | {"total": None}
    before = dict(sent)
    models.Project.from_dict(sent)
    assert sent == before


def test_instants_of_all_forms_are_datetimes() -> None:
    seconds = {"_seconds": int(MOMENT.timestamp()), "_nanoseconds": 5000}
    batch = Batch.from_dict(sample_json(Batch, uploaded=seconds))
    assert batch.uploaded == MOMENT.replace(microsecond=5)
    assert batch.to_dict()["uploaded"] == seconds
    version = Version.from_dict(sample_json(Version, created=MOMENT.timestamp()))
    assert (version.created, version.to_dict()["created"]) == (MOMENT, MOMENT.timestamp())


def test_models_are_compared_by_value_and_have_no_hash() -> None:
    image = sample(models.Image)
    assert image == sample(models.Image) != sample(models.Image, width=1)
    assert image != sample(models.Project)
    with pytest.raises(TypeError, match="unhashable"):
        hash(image)


def test_models_are_copied_and_pickled() -> None:
    image = models.Image.from_dict(sample_json(models.Image) | {"new": [1]})
    for again in (copy.copy(image), copy.deepcopy(image), pickle.loads(pickle.dumps(image))):
        assert again == image
        assert again.additional_properties == {"new": [1]}
    changed = copy.copy(image)
    changed["new"] = 2
    assert image["new"] == [1]


def test_repr_is_short_and_hides_signed_urls() -> None:
    url = "https://storage.example/a.jpg?signature=secret"
    image = sample(models.Image, name="a.jpg", public_url=url, url=url, thumbnail_url=url)
    start = f"Image(id={ID}, name='a.jpg', status='text', width=7, height=7, format='text', "
    assert repr(image).startswith(start)
    assert "secret" not in repr(image)
    assert "is_locked=" in repr(image)  # URLs, ids and times are the last
    for other in ("gs://bucket/a?sig=secret", "HTTPS://s.example/a?secret", "/a?sig=secret"):
        assert "secret" not in repr(sample(models.Project, name=other, description=f"see {other}"))
    assert "name='Really?'" in repr(sample(models.Project, name="Really?"))
    row = sample(ExportRow, labeled_data="x" * 1000, external_id=url)
    assert "external_id='https://storage.example/a.jpg?***'" in repr(row)
    page = sample(models.ImagePage, items=[image] * 3)
    assert repr(page) == "ImagePage(meta=PageMeta(…), items=[3 of Image])"
    many = sample(models.Label, polygon=[[1, 2]] * 50, mask=[1, 2], tool_used="x" * 200)
    assert repr(many).startswith(f"Label(id={ID}, mask=[1, 2], polygon=[50 items], tool_used='xxx")
    for model in (image, row, many):
        assert len(repr(model)) <= 300


def test_known_value_is_enum_member() -> None:
    status = models.DefaultStatus("IN PROGRESS")
    assert status is models.DefaultStatus.IN_PROGRESS
    assert (str(status), status.value) == ("IN PROGRESS", "IN PROGRESS")


@pytest.mark.parametrize("value", ["ON HOLD", "", "new", "[CUSTOM STATUS]", "name", "é"])
def test_unknown_value_behaves_like_a_member(value: str) -> None:
    status = models.DefaultStatus(value)
    assert isinstance(status, models.DefaultStatus)
    assert (str(status), f"{status}", status.value, status.name) == (value,) * 4
    assert status == value == models.DefaultStatus(value) != models.DefaultStatus.NEW
    assert status in {models.DefaultStatus.DONE.value, value}
    assert status in [models.DefaultStatus.DONE, value]
    assert value in repr(status)
    assert json.loads(json.dumps({status: [status]})) == {value: [value]}
    assert msgspec.json.decode(msgspec.json.encode(status), type=models.DefaultStatus) == value


def test_unknown_value_does_not_become_a_member() -> None:
    models.DefaultStatus("ON HOLD")
    assert "ON HOLD" not in list(models.DefaultStatus)
    assert "ON HOLD" not in models.DefaultStatus.__members__


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_enum_values_can_be_pickled_and_copied(protocol: int) -> None:
    known, unknown = models.DefaultStatus.DONE, models.DefaultStatus("ON HOLD")
    assert pickle.loads(pickle.dumps(known, protocol)) is known
    for again in (pickle.loads(pickle.dumps(unknown, protocol)), copy.deepcopy(unknown)):
        assert (again, type(again)) == (unknown, models.DefaultStatus)


@pytest.mark.parametrize("value", [5, None, ["NEW"]])
def test_value_other_than_str_raises_value_error(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid DefaultStatus"):
        models.DefaultStatus(value)


@pytest.mark.parametrize("form", [OrderedDict, MappingProxyType, dict])
def test_from_dict_accepts_every_mapping(form: Any) -> None:
    source = sample_json(models.Project)
    assert models.Project.from_dict(form(source)) == models.Project.from_dict(source)
