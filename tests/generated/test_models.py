"""Generated models and enums."""

import copy
import json
import pickle
from importlib import import_module
from typing import Any

import attrs
import msgspec
import pytest
from msgspec import UNSET
from msgspec import UnsetType as Unset

from labelbridge_api.roboflow.models import FirestoreTime
from scripts.generate import platforms
from tests.support.example import models

PACKAGES = [import_module(f"labelbridge_api.{platform}.models") for platform in platforms()]
EXPORTED = [getattr(package, name) for package in PACKAGES for name in package.__all__]
MODELS = [model for model in EXPORTED if attrs.has(model)]


def test_package_has_its_names_and_no_others() -> None:
    for package in PACKAGES:
        assert dir(package) == sorted(package.__all__)
        with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
            package.Nothing  # noqa: B018 - the access is what is tested


@pytest.mark.parametrize(
    "model", EXPORTED, ids=lambda m: f"{m.__module__.split('.')[1]}-{m.__name__}"
)
def test_msgspec_can_decode_every_model(model: Any) -> None:
    msgspec.json.Decoder(model)


def test_msgspec_and_from_dict_give_equal_models() -> None:
    text = b'{"id": "17a4fab4-c59c-4031-9cb5-41fccb5b054c", "format": "JPEG", "width": 4}'
    assert msgspec.json.decode(text, type=models.Image) == models.Image.from_dict(json.loads(text))


def test_unset_is_the_one_of_msgspec() -> None:
    assert (UNSET, Unset) == (msgspec.UNSET, msgspec.UnsetType)
    assert models.Image().id is UNSET


def test_attributes_are_named_as_keys_except_keywords() -> None:
    suffixed = {f.name for model in MODELS for f in attrs.fields(model) if f.name.endswith("_")}
    assert suffixed <= {"class_"}
    assert FirestoreTime.from_dict({"_seconds": 1, "_nanoseconds": 2}).seconds == 1


def test_undocumented_null_is_unset() -> None:
    meta = models.PageMeta.from_dict({"total": None, "limit": 5})
    assert (meta.total, meta.limit) == (UNSET, 5)
    assert meta.to_dict() == {"limit": 5}


def test_documented_null_is_none() -> None:
    image = models.Image.from_dict({"external_id": None})
    assert image.external_id is None
    assert image.to_dict() == {"external_id": None}


def test_unknown_keys_are_kept() -> None:
    sent = {"name": "a", "new": None, "newer": {"deep": [1]}}
    project = models.Project.from_dict(sent)
    assert project["newer"] == {"deep": [1]}
    assert project.to_dict() == sent


def test_from_dict_does_not_change_its_argument() -> None:
    sent = {"name": "a", "total": None}
    models.Project.from_dict(sent)
    assert sent == {"name": "a", "total": None}


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
