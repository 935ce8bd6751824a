"""The video project of the demo.

Ids are those of the document's samples where possible.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import PIL.Image
from PIL import ImageDraw

from labelbridge_emulator.platforms.hasty.media.content import store_bytes
from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from labelbridge_emulator.platforms.hasty.models.activity_types import ActivityType
from labelbridge_emulator.platforms.hasty.models.media_info import VideoInfo
from labelbridge_emulator.platforms.hasty.models.project import Dataset, Segment, Video
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from labelbridge_emulator.store import Store

PROJECT = "6f1c1a52-0f0c-4f3a-9d6b-2b8d1c7e5a90"
"""An id of our own: all samples of the document belong to one project."""
DATASET = "e0144edc-c824-417c-bf1b-b3f66baa97d3"
VIDEO = "165252b3-cd77-4f41-a38f-02417eac7441"
DRIVING = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
SEGMENT = "497f6eca-6276-4993-bfeb-53cbbbba6f08"
QUEUE = "deec160f-3767-4bed-9c55-0fa799b4e476"
LABELER = "cea1f108-4049-446e-819a-822e7b652049"

WIDTH, HEIGHT = 160, 96
FRAMES, FRAME_RATE = 30, 10
STOP_FRAME = 15
"""The frame in which the car stops."""


def add_video_project(store: Store, workspace_id: str, owner_id: str) -> None:
    """Add a project with one video, in which a car drives and then waits."""
    state, now = store.state(State), store.clock.now()
    project = state.add_project(
        id=PROJECT,
        name="Street films",
        workspace_id=workspace_id,
        owner_id=owner_id,
        description="A drawn film to try things on",
        content_type="VIDEOS",
    )
    dataset = Dataset(id=DATASET, project=project, name="films", norder=0)
    project.datasets[DATASET] = dataset
    driving = ActivityType(id=DRIVING, created_at=now, name="driving", color="#1f78b44d")
    waiting = ActivityType(id=store.ids.uuid(), created_at=now, name="waiting", color="#e31a1c4d")
    project.activity_types = {each.id: each for each in (driving, waiting)}
    video = Video(
        id=VIDEO,
        dataset=dataset,
        name="crossing.mp4",
        info=VideoInfo(
            width=WIDTH,
            height=HEIGHT,
            format="mp4",
            frame_rate=FRAME_RATE,
            duration_ms=FRAMES * 1000 // FRAME_RATE,
            duration_frames=FRAMES,
        ),
        status="DONE",
        status_on=now,
        uploaded_at=now,
        health="OK",
    )
    video.workflow.queue_ids.append(QUEUE)
    dataset.videos[video.id] = project.videos[video.id] = video
    store_bytes(store.files, video, io.BytesIO(_draw()), "video/mp4")
    stop = STOP_FRAME * 1000 // FRAME_RATE
    for id_, start, end, activity in (
        (SEGMENT, 0, stop, driving),
        (store.ids.uuid(), stop, FRAMES * 1000 // FRAME_RATE, waiting),
    ):
        video.segments[id_] = Segment(
            id=id_,
            video=video,
            start_time_ms=start,
            end_time_ms=end,
            activities=[activity],
            prediction_id=None,
            created_by=LABELER,
            created_at=now,
        )


@cache
def _draw() -> bytes:
    """Draw the video file. The result is cached for later seeds."""
    frames = []
    for number in range(FRAMES):
        frame = PIL.Image.new("RGB", (WIDTH, HEIGHT), "#9ecae1")
        draw = ImageDraw.Draw(frame)
        draw.rectangle((0, HEIGHT // 2, WIDTH, HEIGHT), fill="#777777")
        left = 6 * min(number, STOP_FRAME)
        draw.rectangle((left, 40, left + 39, 63), fill="#d6604d")
        frames.append(frame)
    return write_mp4(frames, FRAME_RATE)
