"""Adding, moving and changing images and videos; several resources use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.lookups import user_of
from labelbridge_emulator.platforms.hasty.models.project import Image, Video

if TYPE_CHECKING:
    from datetime import datetime

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.media.content import Content
    from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo, VideoInfo
    from labelbridge_emulator.platforms.hasty.models.project import Dataset, Project


def add_image(request: Request, dataset: Dataset, content: Content[ImageInfo]) -> Image:
    """Add an image.

    Raises:
        ApiError: 409 if the dataset has an image of that name.
    """
    check_name_free(dataset, content.name)
    now = request.store.clock.now()
    image = Image(
        id=request.store.ids.uuid(),
        dataset=dataset,
        name=content.name,
        info=content.info,
        status="NEW",
        status_on=now,
        uploaded_on=now,
        update_date=now,
        updated_by=user_of(request),
        external_id=None,
    )
    dataset.images[image.name] = dataset.project.images[image.id] = image
    content.apply_to(request.store.files, image)
    return image


def move_image(image: Image, dataset: Dataset, name: str) -> None:
    """Move an image to a dataset, under a name.

    Raises:
        ApiError: 409 if the dataset has another image of that name.
    """
    if dataset.images.get(name) is not image:
        check_name_free(dataset, name)
        del image.dataset.images[image.name]
        image.dataset, image.name = dataset, name
        dataset.images[name] = image


def check_name_free(dataset: Dataset, name: str) -> None:
    """Reject a name that an image of the dataset has.

    File names are unique in a dataset (the vendor's upload guide). No source has the status.
    """
    if name in dataset.images:
        raise ApiError(409, f"Dataset {dataset.name!r} already has an image named {name!r}.")


def mark_updated(request: Request, image: Image) -> datetime:
    """Record who changed an image and when. Returns the time."""
    image.update_date = request.store.clock.now()
    image.updated_by = user_of(request)
    return image.update_date


def add_video(request: Request, dataset: Dataset, content: Content[VideoInfo | None]) -> Video:
    """Add a video."""
    now = request.store.clock.now()
    video = Video(
        id=request.store.ids.uuid(),
        dataset=dataset,
        name=content.name,
        info=content.info,
        status="NEW",
        status_on=now,
        uploaded_at=now,
    )
    dataset.videos[video.id] = dataset.project.videos[video.id] = video
    content.apply_to(request.store.files, video)
    return video


def check_allows_videos(project: Project) -> None:
    """Reject videos in a project whose content type is not VIDEOS.

    The vendor's SDK has videos only in such projects (``client.py``, ``get_project``;
    ``project.py``, ``VideoProject``), which also have everything that other projects have. So
    nothing else is rejected in them. No source has the status.
    """
    if project.content_type != "VIDEOS":
        raise ApiError(400, f"A project of content type {project.content_type} has no videos.")
