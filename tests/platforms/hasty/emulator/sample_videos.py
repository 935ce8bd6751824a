"""Short ways to say what a test does with videos."""

from functools import cache
from typing import Any

import PIL.Image

from labelbridge_emulator.platforms.hasty.media.mp4_writer import write_mp4
from tests.platforms.hasty.emulator.api import Api, Project


class Films(Project):
    """A project of videos with a dataset."""

    def __init__(self, api: Api) -> None:
        super().__init__(api, name="Films", content_type="VIDEOS")

    def add_video(self, name: str, data: bytes | None = None, dataset: str | None = None) -> Any:
        """Upload and import a video."""
        body = {
            "dataset_id": dataset or self.dataset,
            "upload_id": self.upload(movie() if data is None else data),
            "filename": name,
        }
        return self.api.post(f"{self.path}/videos", body)

    def add_activity_type(self, name: str, **fields: Any) -> str:
        """Make an activity type and give its id."""
        id_: str = self.api.post(f"{self.path}/activity_types", {"name": name} | fields)["id"]
        return id_

    def add_segment(
        self, video: Any, start: int, end: int, *activities: str, status: int = 200, **query: Any
    ) -> Any:
        """Make a segment, or fail with a status."""
        body = {"start_time_ms": start, "end_time_ms": end, "activities": activities}
        path = f"{self.path}/videos/{video['id']}/segments"
        return self.api.post(path, body, status=status, params=query)


@cache
def movie(frames: int = 20, frame_rate: int = 10, width: int = 64, height: int = 48) -> bytes:
    """The bytes of a small film: two seconds, unless told otherwise."""
    pictures = [
        PIL.Image.new("RGB", (width, height), (number % 256, 80, 120)) for number in range(frames)
    ]
    return write_mp4(pictures, frame_rate)
