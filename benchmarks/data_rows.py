"""Data rows of export v2 of Labelbox, of several media, made from a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

_TIME: Final = "2026-01-03T04:05:06.789+00:00"


class _Maker:
    """Makes rows with different ids and coordinates."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def _id(self) -> str:
        return f"cm{self._random.getrandbits(115):023x}"

    def _feature(self, name: str, **more: Any) -> dict[str, Any]:
        ids = {"feature_id": self._id(), "feature_schema_id": self._id()}
        return {**ids, "name": name, "value": name.lower().replace(" ", "_"), **more}

    def _answer(self, name: str, *questions: Any) -> dict[str, Any]:
        return self._feature(name, classifications=[*questions])

    def radio(self, *below: Any) -> dict[str, Any]:
        """Return a question with one answer."""
        return self._feature("Time of day", radio_answer=self._answer("Morning", *below))

    def checklist(self, *below: Any) -> dict[str, Any]:
        """Return a question with two answers."""
        answers = [self._answer("Rain", *below), self._answer("Dense fog")]
        return self._feature("Weather", checklist_answers=answers)

    def text(self) -> dict[str, Any]:
        """Return a question with a text."""
        return self._feature("Remark", text_answer={"content": "partly hidden by a tree"})

    def nested(self) -> dict[str, Any]:
        """Return a question with two levels below its answers."""
        return self.radio(self.checklist(self.text()))

    def _number(self) -> float:
        return round(self._random.uniform(0, 2000), 3)

    def _points(self, number: int) -> list[dict[str, float]]:
        return [{"x": self._number(), "y": self._number()} for _ in range(number)]

    def box(self) -> dict[str, Any]:
        """Return the shape of a box."""
        sides = ("top", "left", "height", "width")
        return {"bounding_box": {side: self._number() for side in sides}}

    def polygon(self) -> dict[str, Any]:
        """Return the shape of a polygon, whose first corner is repeated."""
        corners = self._points(self._random.randrange(5, 20))
        return {"polygon": [*corners, corners[0]]}

    def mask(self) -> dict[str, Any]:
        """Return the shape of a mask."""
        url = f"https://api.labelbox.com/api/v1/tasks/{self._id()}/masks/{self._id()}/index/1"
        color = [self._random.randrange(256) for _ in range(3)]
        return {"composite_mask": {"url": url, "color_rgb": color}}

    def _entity(self) -> dict[str, Any]:
        start = self._random.randrange(5000)
        return {"location": {"start": start, "end": start + 8, "token": "Frankfurt"}}

    def _tokens(self) -> dict[str, Any]:
        group = {"id": self._id(), "page_number": 1, "tokens": [self._id()], "text": "EUR 12"}
        return {"location": {"groups": [group]}}

    def thing(self, kind: str, shape: Mapping[str, Any], *questions: Any) -> dict[str, Any]:
        """Return an object."""
        return self._feature(
            "Road sign", annotation_kind=kind, classifications=[*questions], **shape
        )

    def image(self) -> dict[str, Any]:
        """Return the annotations of an image, with objects of all kinds."""
        objects = [
            *(self.thing("ImageBoundingBox", self.box()) for _ in range(6)),
            *(self.thing("ImageBoundingBox", self.box(), self.radio()) for _ in range(3)),
            self.thing("ImageBoundingBox", self.box(), self.nested()),
            *(self.thing("ImagePolygon", self.polygon()) for _ in range(3)),
            self.thing("ImagePolyline", {"line": self._points(6)}),
            self.thing("ImagePoint", {"point": self._points(1)[0]}),
            *(self.thing("ImageSegmentationMask", self.mask()) for _ in range(3)),
        ]
        return self._asset(objects, self.nested(), self.text())

    def video(self) -> dict[str, Any]:
        """Return the annotations of a video with 20 key frames."""
        frames: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        for number in range(1, 61, 3):
            found = [self.thing("VideoBoundingBox", self.box()) for _ in range(3)]
            found.append(self.thing("VideoSegmentationMask", self.mask(), self.radio()))
            objects = {one["feature_id"]: one for one in found}
            frames[str(number)] = {"objects": objects, "classifications": [self.radio()]}
            keys |= {feature: {str(number): True} for feature in objects}
        segments = {feature: [[1, 60]] for feature in keys}
        return {
            "frames": frames,
            "segments": segments,
            "key_frame_feature_map": keys,
            "classifications": [self.nested()],
        }

    def series(self) -> dict[str, Any]:
        """Return the annotations of a DICOM series with 10 frames."""
        frames = {}
        for number in range(1, 11):
            bone = self.thing("DICOMPolyline", {"line": self._points(5)}, self.radio())
            frames[str(number)] = {"objects": {bone["feature_id"]: bone}, "classifications": []}
        axis = {"name": "Axial", "classifications": [self.radio()], "frames": frames}
        return {
            "groups": {"Axial": axis},
            "segments": {"Axial": {}},
            "classifications": [self.text()],
        }

    def _asset(self, objects: list[Any], *questions: Any) -> dict[str, Any]:
        return {"objects": objects, "classifications": [*questions], "relationships": []}

    def entities(self) -> dict[str, Any]:
        """Return the annotations of a text."""
        found = [self.thing("TextEntity", self._entity()) for _ in range(12)]
        return self._asset(found, self.radio(), self.checklist())

    def document(self) -> dict[str, Any]:
        """Return the annotations of a document."""
        page = {"page_number": 1, "page_dimensions": {"height": 792.0, "width": 612.0}}
        found = [self.thing("DocumentEntityToken", self._tokens()) for _ in range(6)]
        found += [self.thing("DocumentBoundingBox", page | self.box()) for _ in range(3)]
        return self._asset(found, self.radio())

    def conversation(self) -> dict[str, Any]:
        """Return the annotations of a conversation."""
        place = {"message_id": "0", "location": {"start": 0, "end": 3}}
        found = [
            self.thing("ConversationalTextEntity", {"conversational_location": place})
            for _ in range(4)
        ]
        tone = self._feature("Tone", message_id="0")
        return self._asset(found, tone | {"conversational_radio_answer": self._answer("Kind")})

    def chat(self) -> dict[str, Any]:
        """Return the annotations of answers of language models."""
        chosen = {"message_id": self._id(), "model_config_name": "model A"}
        ranked = {"ranked_messages": [chosen | {"order": 1}], "parent_message_id": self._id()}
        selected = chosen | {"parent_message_id": self._id()}
        found = [
            self.thing("MessageSingleSelection", {"selected_message": selected}),
            self.thing("MessageRanking", {"ranked_messages": ranked}),
        ]
        return self._asset(found, self.text())

    def region(self) -> dict[str, Any]:
        """Return the annotations of a map."""
        ring = [[self._number(), self._number()] for _ in range(5)]
        shape = {"geojson": {"type": "Polygon", "coordinates": [ring]}}
        return self._asset([self.thing("GeoBoundingBox", shape) for _ in range(4)], self.radio())

    def recording(self) -> dict[str, Any]:
        """Return the annotations of a recording."""
        found = [self.radio(), self.checklist(), self.text()]
        return {"classifications": found, "segments": {}, "timestamp": {}}

    def row(self, annotations: Any) -> dict[str, Any]:
        """Return a row with all details, and one label."""
        times = {"created_at": _TIME, "updated_at": _TIME}
        details = {"dataset_id": self._id(), "dataset_name": "street", "last_activity_at": _TIME}
        label = {
            "label_kind": "Default",
            "version": "1.0.0",
            "id": self._id(),
            "label_details": {**times, "created_by": "annotator@example.com", "reviews": []},
            "performance_details": {
                "seconds_to_create": 31,
                "seconds_to_review": 4,
                "skipped": False,
            },
            "annotations": annotations,
        }
        project = {
            "name": "street",
            "labels": [label],
            "project_details": {
                "batch_id": self._id(),
                "batch_name": "first",
                "priority": 5,
                "consensus_expected_label_count": 0,
                "workflow_status": "DONE",
                "workflow_history": [{"action": "Approve", "created_at": _TIME}],
                "task_name": None,
            },
        }
        return {
            "data_row": {
                "id": self._id(),
                "global_key": "street/0001",
                "external_id": "0001",
                "row_data": "https://storage.example.com/street/0001",
                "details": {**details, **times, "created_by": "owner@example.com"},
            },
            "media_attributes": {"height": 1080, "width": 1920, "mime_type": "image/jpeg"},
            "attachments": [],
            "metadata_fields": [{"schema_name": "camera", "schema_id": self._id(), "value": "a"}],
            "projects": {self._id(): project},
        }


def data_rows(number: int) -> dict[str, list[dict[str, Any]]]:
    """Return so many rows of each kind, and of all media in turn; each row is different."""
    maker = _Maker(13)
    media: dict[str, list[Callable[[], Any]]] = {
        "images": [maker.image],
        "videos": [maker.video],
        "texts": [maker.entities],
        "all media": [
            *(maker.image, maker.video, maker.series, maker.entities, maker.document),
            *(maker.conversation, maker.chat, maker.region, maker.recording),
        ],
    }
    return {
        name: [maker.row(made[index % len(made)]()) for index in range(number)]
        for name, made in media.items()
    }


def count_annotations(value: Any) -> int:
    """Return the number of objects and classifications in parsed JSON, at any depth."""
    if isinstance(value, list):
        return sum(map(count_annotations, value))
    if not isinstance(value, dict):
        return 0
    own = "annotation_kind" in value or any(key.endswith(("_answer", "_answers")) for key in value)
    return own + sum(map(count_annotations, value.values()))
