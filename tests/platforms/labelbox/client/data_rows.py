"""Rows of export v2, one for each kind of media. Ids and values are invented."""

from copy import deepcopy
from typing import Any


def feature(name: str, **more: Any) -> dict[str, Any]:
    ids = {"feature_id": f"id-{name}", "feature_schema_id": f"schema-{name}"}
    return ids | {"name": name, "value": name.lower()} | more


def thing(name: str, kind: str, *questions: Any, **shape: Any) -> dict[str, Any]:
    return feature(name, annotation_kind=kind, classifications=list(questions), **shape)


def answer(name: str, *questions: Any) -> dict[str, Any]:
    return feature(name, classifications=list(questions))


def box(left: float, top: float, width: float, height: float) -> dict[str, float]:
    return {"top": top, "left": left, "height": height, "width": width}


def label(number: int, annotations: Any, kind: str = "Default", **more: Any) -> dict[str, Any]:
    ids = {"label_kind": kind, "version": "1.0.0", "id": f"label-{number}"}
    return ids | more | {"annotations": annotations}


def data_row(name: str, *labels: Any, media: Any, **project: Any) -> dict[str, Any]:
    info = {"id": f"row-{name}", "row_data": f"https://bucket.example/{name}"}
    found = {"project-1": {"name": "Zoo", "labels": list(labels), **project}}
    return {"data_row": info, "media_attributes": media, "projects": found}


def asset(objects: list[Any], classifications: list[Any]) -> dict[str, Any]:
    return {"objects": objects, "classifications": classifications, "relationships": []}


WEATHER = feature("Weather", radio_answer=answer("Rain"))
DEEP = feature(
    "Animal",
    radio_answer=answer(
        "Dog",
        feature(
            "Breed",
            checklist_answers=[
                answer("Pug", feature("Age", text_answer={"content": "old"})),
                answer("Poodle"),
            ],
        ),
    ),
)
"""Three levels of questions."""

RING = [{"x": 1.0, "y": 1.0}, {"x": 5.0, "y": 1.0}, {"x": 5.0, "y": 4.0}, {"x": 1.0, "y": 1.0}]
MASK = {
    "url": "https://api.labelbox.com/api/v1/tasks/t/masks/m/index/1",
    "color_rgb": [23, 99, 5],
}
TIMES = {
    "created_at": "2026-01-03T00:00:00+00:00",
    "updated_at": "2026-01-04T05:06:07.089000+00:00",
}

IMAGE = data_row(
    "image",
    label(
        1,
        asset(
            [
                thing("Cat", "ImageBoundingBox", DEEP, bounding_box=box(20.0, 10.0, 40.5, 30.0)),
                thing("Tail", "ImagePolygon", polygon=RING),
                thing("Leash", "ImagePolyline", line=RING[:2]),
                thing("Nose", "ImagePoint", point=RING[0]),
                thing("Fur", "ImageSegmentationMask", composite_mask=MASK),
                thing("Ear", "ImageSegmentationMask", mask={"url": MASK["url"]}),
            ],
            [WEATHER, DEEP],
        ),
        label_details=TIMES
        | {"content_last_updated_at": TIMES["updated_at"], "created_by": "b@example.org"}
        | {"reviews": []},
        performance_details={
            "seconds_to_create": 12.5,
            "seconds_to_review": 0,
            "skipped": False,
            "benchmark_score": 0.75,
        },
    ),
    media={"height": 480, "width": 640, "mime_type": "image/jpeg", "asset_type": "image"},
    project_details={
        "batch_id": "batch-1",
        "batch_name": "first",
        "priority": 5,
        "consensus_expected_label_count": 0,
        "workflow_status": "IN_REVIEW",
        "workflow_history": [],
        "task_name": "Review",
    },
)
IMAGE["data_row"] |= {
    "global_key": "cat-1",
    "external_id": "cat.jpg",
    "details": TIMES
    | {"dataset_id": "dataset-1", "dataset_name": "cats", "created_by": "a@example.org"}
    | {"last_activity_at": TIMES["updated_at"]},
}
IMAGE |= {
    "attachments": [],
    "metadata_fields": [
        {"schema_name": "camera", "value": "front"},
        {"schema_id": "m", "schema_name": "tags", "value": [{"schema_name": "night"}]},
    ],
    "embeddings": [
        {
            "id": "embedding-1",
            "name": "clip",
            "dimensions": 2,
            "is_custom": False,
            "values": [{"value": [0.5, -0.25]}],
        }
    ],
}


def frame(left: float, *questions: Any) -> dict[str, Any]:
    car = thing("Car", "VideoBoundingBox", WEATHER, bounding_box=box(left, 1.0, 4.0, 3.0))
    return {"objects": {car["feature_id"]: car}, "classifications": list(questions)}


CAR, RAIN = "id-Car", "id-Weather"


def video(keys: Any, **more: Any) -> dict[str, Any]:
    annotations = {
        "frames": {"10": frame(8.0), "9": frame(7.0), "1": frame(2.0, WEATHER)},
        "segments": {CAR: [[1, 10]], RAIN: [[1, 1]]},
        "key_frame_feature_map": keys,
        "classifications": [DEEP],
    }
    sizes = {"height": 720, "width": 1280, "mime_type": "video/mp4"}
    media = sizes | {"frame_rate": 30.0, "frame_count": 90}
    return data_row("video", label(2, annotations, kind="Video"), media=media, **more)


VIDEO = video({CAR: {"1": True, "9": False, "10": True}, RAIN: {"1": True}})
VIDEO_WITH_LISTS = video({CAR: [1, 10], RAIN: [1]})

BONE = thing("Bone", "DICOMPolyline", line=RING[:2])
DICOM = data_row(
    "dicom",
    label(
        3,
        {
            "groups": {
                "Axial": {
                    "name": "Axial",
                    "classifications": [WEATHER],
                    "frames": {
                        "2": {"objects": {BONE["feature_id"]: BONE}, "classifications": [WEATHER]},
                        "1": {"objects": {BONE["feature_id"]: BONE}, "classifications": []},
                    },
                },
                "Sagittal": {"name": "Sagittal", "classifications": [], "frames": {}},
                "Coronal": {"name": "Coronal", "classifications": [], "frames": {}},
            },
            "segments": {"Axial": {BONE["feature_id"]: [[1, 2]]}, "Sagittal": {}, "Coronal": {}},
            "classifications": [WEATHER],
            "key_frame_feature_map": {
                BONE["feature_id"]: {"Axial": {"1": True}, "Sagittal": {}, "Coronal": {}}
            },
        },
    ),
    media={"mime_type": "application/dicom", "asset_type": "dicom"},
)
DICOM_WITH_LISTS = deepcopy(DICOM)
DICOM_WITH_LISTS["projects"]["project-1"]["labels"][0]["annotations"]["key_frame_feature_map"] = {
    BONE["feature_id"]: {"Axial": [1]}
}

TEXT = data_row(
    "text",
    label(
        4,
        asset(
            [thing("Person", "TextEntity", location={"start": 0, "end": 4, "token": "Alice"})],
            [WEATHER],
        ),
    ),
    media={"mime_type": "text/plain", "asset_type": "text"},
)
DOCUMENT = data_row(
    "document",
    label(
        5,
        asset(
            [
                thing(
                    "Total",
                    "DocumentEntityToken",
                    location={
                        "groups": [
                            {"id": "g", "page_number": 1, "tokens": ["k", "l"], "text": "EUR 12"}
                        ]
                    },
                ),
                thing(
                    "Stamp",
                    "DocumentBoundingBox",
                    page_number=1,
                    page_dimensions={"height": 792.0, "width": 612.0},
                    bounding_box=box(2.0, 1.0, 4.0, 3.0),
                ),
            ],
            [],
        ),
    ),
    media={"mime_type": "application/pdf", "asset_type": "document"},
)
CONVERSATION = data_row(
    "conversation",
    label(
        6,
        asset(
            [
                thing(
                    "Place",
                    "ConversationalTextEntity",
                    conversational_location={"message_id": "0", "location": {"start": 0, "end": 3}},
                )
            ],
            [
                feature("Tone", message_id="0", conversational_radio_answer=answer("Kind")),
                feature(
                    "Topics", message_id="1", conversational_checklist_answers=[answer("Price")]
                ),
                feature("Note", message_id="1", conversational_text_answer={"content": "short"}),
            ],
        ),
    ),
    media={
        "asset_type": "conversational",
        "mime_type": "application/vnd.labelbox.conversational",
        "message_count": 2,
        "labelable_ids": ["0", "1"],
    },
)
HTML = data_row(
    "html",
    label(7, asset([], [feature("Summary", text_answer={"content": "short text"})])),
    media={"mime_type": "text/html", "asset_type": "html"},
)


def selection(name: str, kind: str, **shape: Any) -> dict[str, Any]:
    found = thing(name, kind, **shape)
    del found["value"]  # selections of messages have none
    return found


CHOSEN = {"message_id": "x1", "model_config_name": "model A"}
CHAT = data_row(
    "chat",
    label(
        8,
        asset(
            [
                selection(
                    "Best",
                    "MessageSingleSelection",
                    selected_message=CHOSEN | {"parent_message_id": "x0"},
                ),
                selection(
                    "Good",
                    "MessageMultiSelection",
                    selected_messages={"messages": [CHOSEN], "parent_message_id": "x0"},
                ),
                selection(
                    "Order",
                    "MessageRanking",
                    ranked_messages={
                        "ranked_messages": [CHOSEN | {"order": 1}],
                        "parent_message_id": "x0",
                    },
                ),
            ],
            [],
        ),
    ),
    media={"mime_type": "application/vnd.labelbox.chat", "asset_type": "llm"},
)
AUDIO = data_row(
    "audio",
    label(9, {"classifications": [WEATHER], "segments": {}, "timestamp": {}}),
    media={"mime_type": "audio/mpeg", "asset_type": "audio"},
)
FIELD = {"type": "Polygon", "coordinates": [[[8.1, 50], [8.2, 50], [8.2, 50.1], [8.1, 50]]]}
MAP = data_row(
    "map",
    label(10, asset([thing("Field", "GeoBoundingBox", geojson=FIELD)], [])),
    media={"asset_type": "geospatial"},
)

CONSENSUS = data_row(
    "consensus",
    label(11, asset([thing("Cat", "ImagePoint", point=RING[0])], [WEATHER])),
    label(12, asset([thing("Cat", "ImagePoint", point=RING[1])], [])),
    media={"height": 480, "width": 640},
)
CONSENSUS["projects"]["project-2"] = {
    "name": "Other",
    "labels": [label(13, asset([thing("Dog", "ImagePoint", point=RING[2])], []))],
}
MODEL_RUN = data_row("run", media={"height": 480, "width": 640})
del MODEL_RUN["projects"]
MODEL_RUN["experiments"] = {
    "model-1": {
        "name": "detector",
        "runs": {
            "run-1": {
                "name": "first",
                "run_data_row_id": "r",
                "labels": [label(14, asset([thing("Cat", "ImagePoint", point=RING[0])], []))],
                "predictions": [
                    label(15, asset([thing("Dog", "ImagePoint", point=RING[1])], [WEATHER]))
                ],
            }
        },
    }
}
UNLABELED = {"data_row": {"id": "row-new", "row_data": "a text"}, "media_attributes": {}}

ROWS: dict[str, dict[str, Any]] = {
    "image": IMAGE,
    "video": VIDEO,
    "video with lists of key frames": VIDEO_WITH_LISTS,
    "dicom": DICOM,
    "dicom with lists of key frames": DICOM_WITH_LISTS,
    "text": TEXT,
    "document": DOCUMENT,
    "conversation": CONVERSATION,
    "html": HTML,
    "chat": CHAT,
    "audio": AUDIO,
    "map": MAP,
    "consensus": CONSENSUS,
    "model run": MODEL_RUN,
    "unlabeled": UNLABELED,
}
