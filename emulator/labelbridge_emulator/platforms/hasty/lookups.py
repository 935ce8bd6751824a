"""Finding the objects that a request refers to.

An unknown id in a body gets the same 404 as one in a path: the vendor's SDK explains a 404 with
"Referred object not found" (``exception.py``), and no document has another status for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.models.bucket_state import Buckets
from labelbridge_emulator.platforms.hasty.models.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.models.attributes import Attribute
    from labelbridge_emulator.platforms.hasty.models.bucket_state import Bucket
    from labelbridge_emulator.platforms.hasty.models.project import (
        Dataset,
        Image,
        Label,
        Project,
        Segment,
        Video,
    )
    from labelbridge_emulator.platforms.hasty.models.state import Workspace

T = TypeVar("T")


def find(items: Mapping[str, T], id_: str, kind: str) -> T:
    """The item with that id. Case is ignored, as in UUIDs.

    Raises:
        ApiError: 404 if it does not exist.
    """
    item = items.get(id_.lower())
    if item is None:
        raise ApiError(404, f"{kind[0].upper()}{kind[1:]} {id_} does not exist.")
    return item


def in_path(request: Request, items: Mapping[str, T], kind: str) -> T:
    """The item whose id the path has as ``<kind>_id``.

    Raises:
        ApiError: 404 if it does not exist.
    """
    return find(items, request.path[f"{kind.replace(' ', '_')}_id"], kind)


def update_fields(item: object, body: Mapping[str, Any]) -> None:
    """Set the fields that a body names."""
    for name, value in body.items():
        setattr(item, name, value)


def state_of(request: Request) -> State:
    """The state of Hasty."""
    return request.store.state(State)


def user_of(request: Request) -> str:
    """The id of the user who sent the request."""
    return state_of(request).user(request.key)


def workspace_of(request: Request) -> Workspace:
    """The workspace in the path."""
    return in_path(request, state_of(request).workspaces, "workspace")


def project_of(request: Request) -> Project:
    """The project in the path."""
    return in_path(request, state_of(request).projects, "project")


def dataset_of(request: Request) -> Dataset:
    """The dataset in the path."""
    return in_path(request, project_of(request).datasets, "dataset")


def attribute_of(request: Request) -> Attribute:
    """The attribute in the path."""
    return in_path(request, project_of(request).attributes.by_id, "attribute")


def image_of(request: Request) -> Image:
    """The image in the path."""
    return in_path(request, project_of(request).images, "image")


def label_of(request: Request) -> Label:
    """The label in the path."""
    return in_path(request, project_of(request).labels, "label")


def video_of(request: Request) -> Video:
    """The video in the path."""
    return in_path(request, project_of(request).videos, "video")


def segment_of(request: Request) -> Segment:
    """The segment in the path, of any video of the project."""
    videos = project_of(request).videos.values()
    segments = {id_: each for video in videos for id_, each in video.segments.items()}
    return in_path(request, segments, "segment")


def bucket_of(request: Request) -> Bucket:
    """The bucket in the path."""
    return in_path(
        request, request.store.state(Buckets).in_workspace(workspace_of(request).id), "bucket"
    )
