"""What only export v2 shows: data rows without labels, consensus, chats, a model run, a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox import row_fixtures
from labelbridge_emulator.platforms.labelbox.export_tasks import ExportTask, RowQuery, User
from labelbridge_emulator.platforms.labelbox.models import Slice, State

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.labelbox.models import Project
    from labelbridge_emulator.store import Store

TASK = "cle9n3tasks0export0000001"
USER = "cle9n3user0of0the0key0001"
SLICE = "cle9n3slice0of0catalog001"
RUN = "5e1f3a8e-8a55-0d6c-7f2a-0fb1b6a0c9d1"
STREETS = "cle9n3dataset0streets0001"


def add(store: Store, project: Project) -> None:
    """Add data rows to the project, a slice, a model run, and a task of the first user."""
    state = store.state(State)
    now = store.clock.peek()
    for row in (_UNLABELED, _CONSENSUS, _CHAT, _MOVING):
        row_fixtures.add_data_row(store, project=project.id, **row)
    _add_run(store)
    items = [{"type": "dataset", "operator": "is", "ids": [STREETS]}]
    state.slices[SLICE] = Slice(SLICE, "Streets", items, now)
    user = User(USER, "labeler@example.com", now)
    state.users[""] = user  # the user of the first key
    query = RowQuery([], {}, project.id)
    settings = state.settings
    state.tasks[TASK] = ExportTask(
        TASK, None, USER, now, now, query, settings, streamable=True, polls=0
    )


def _add_run(store: Store) -> None:
    state = store.state(State)
    image = next(iter(state.rows.values()))
    predicted = {
        "created_at": "2023-03-10T14:00:00",
        "objects": [{"name": "Person", "bounding_box": _box(210, 182, 66, 170)}],
    }
    labels = [label for each in state.projects.values() for label in each.labels][:1]
    added = row_fixtures.add_model_run(
        store, name="Run 1", model="Detector", labels=labels, predictions={image.id: [predicted]}
    )
    run = state.runs.pop(added["id"])
    run.id = RUN
    state.runs[RUN] = run


def _box(left: float, top: float, width: float, height: float) -> dict[str, float]:
    return {
        "top": float(top),
        "left": float(left),
        "height": float(height),
        "width": float(width),
    }


_UNLABELED: dict[str, Any] = {
    "row_data": "https://example.com/new.jpg",
    "external_id": "new.jpg",
    "dataset": "Streets",
    "created_at": "2023-03-07T12:00:00",
    "metadata_fields": [{"schema_name": "camera", "value": "front"}],
}
_CONSENSUS: dict[str, Any] = {
    "row_data": "https://example.com/night.jpg",
    "external_id": "night.jpg",
    "global_key": "街路-0002",
    "dataset": "Streets",
    "created_at": "2023-03-08T12:00:00",
    "attachments": [{"type": "RAW_TEXT", "value": "Aufgenommen bei Regen, 夜"}],
    "metadata_fields": [
        {"schema_name": "camera", "value": "front"},
        {"schema_name": "tags", "value": [{"schema_name": "夜"}, {"schema_name": "Straße"}]},
    ],
    "embeddings": [
        {
            "id": "cle9n3embedding0clip00001",
            "name": "clip",
            "dimensions": 2,
            "is_custom": False,
            "values": [{"value": [0.5, -0.25]}],
        }
    ],
    "labels": [
        {
            "created_at": "2023-03-08T13:00:00",
            "created_by": f"{person}@example.com",
            "seconds": 20 + number,
            "consensus_score": 0.75,
            "objects": [
                {"name": "車", "area": [[50 + shift, 300], [250, 300], [250, 400], [50, 400]]},
                {"name": "Tree", "area": [[400, 50], [520, 50 + shift], [460, 300]]},
                {"name": "Lamp", "point": {"x": 300.5 + shift, "y": 80.0}},
            ],
            "classifications": [
                {
                    "name": "Weather",
                    "radio_answer": {
                        "name": "Rain",
                        "classifications": [
                            {
                                "name": "How much",
                                "checklist_answers": [
                                    {
                                        "name": "A lot",
                                        "classifications": [
                                            {"name": "Remark", "text_answer": {"content": "Nässe"}}
                                        ],
                                    }
                                ],
                            }
                        ],
                    },
                }
            ],
        }
        for number, (person, shift) in enumerate([("ada", 0), ("grace", 8)])
    ],
}
_CHAT: dict[str, Any] = {
    "row_data": "https://example.com/chat.json",
    "external_id": "chat.json",
    "media_type": "llm",
    "dataset": "Chats",
    "created_at": "2023-03-09T12:00:00",
    "labels": [
        {
            "created_at": "2023-03-09T13:00:00",
            "objects": [
                {
                    "name": "Best",
                    "selected_message": {
                        "message_id": "m1",
                        "model_config_name": "model A",
                        "parent_message_id": "m0",
                    },
                },
                {
                    "name": "Helpful",
                    "selected_messages": {
                        "messages": [{"message_id": "m1", "model_config_name": "model A"}],
                        "parent_message_id": "m0",
                    },
                },
                {
                    "name": "Order",
                    "ranked_messages": {
                        "ranked_messages": [
                            {"message_id": f"m{n}", "model_config_name": name, "order": n}
                            for n, name in ((1, "model A"), (2, "model B"))
                        ],
                        "parent_message_id": "m0",
                    },
                },
            ],
        }
    ],
}
_MOVING: dict[str, Any] = {
    "row_data": "https://example.com/traffic.mp4",
    "external_id": "traffic.mp4",
    "media_type": "video",
    "dataset": "Streets",
    "created_at": "2023-03-10T12:00:00",
    "workflow_status": "Done",
    "labels": [
        {
            "created_at": "2023-03-10T13:00:00",
            "frames": {
                number: {
                    "objects": [
                        {"feature_id": "car", "name": "Car", "bounding_box": _box(x, 100, 80, 40)},
                        {
                            "feature_id": "shade",
                            "name": "Shade",
                            "area": [[x, 140], [x + 80, 140], [x + 40, 180]],
                        },
                    ]
                }
                for number, x in ((1, 10), (10, 100), (20, 300))
            },
            "segments": {"car": [[1, 10], [20, 20]], "shade": [[1, 20]]},
        }
    ],
}
