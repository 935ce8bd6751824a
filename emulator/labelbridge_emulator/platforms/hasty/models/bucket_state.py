"""The data behind mounted buckets: what is known of them, and what lies in them.

Secrets are not kept: nothing here would use them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from labelbridge_emulator.platforms.hasty.media.content import Content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelbridge_emulator.handler import Request
    from labelbridge_emulator.platforms.hasty.media.image_probe import Facts
    from labelbridge_emulator.platforms.hasty.media.video_probe import MovieFacts
    from labelbridge_emulator.store import Files, Store

F = TypeVar("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketObject:
    """One object of a bucket.

    Attributes:
        bucket_id: The bucket's id.
        path: Its path in the bucket.
        picture: Its facts, when it is an image.
        movie: Its facts, when it is a video.
    """

    bucket_id: str
    path: str
    picture: Facts | None = None
    movie: MovieFacts | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def file(self) -> str:
        """The key of its bytes in the storage, if it has any."""
        return f"hasty/buckets/{self.bucket_id}/{self.path}"

    def content(
        self, request: Request, name: str, facts: F, media_type: str, *, copy: bool
    ) -> Content[F]:
        """The object as the content of an image or a video of that name.

        Args:
            request: The request.
            name: Of the image or the video.
            facts: The picture's or the movie's.
            media_type: Likewise.
            copy: Whether it gets bytes of its own; else those in the bucket serve it.
        """
        stored = request.store.files.get(self.file)
        if stored is None:
            url = f"{request.urls.storage}/{self.bucket_id}/{quote(self.path)}"
            return Content(name=name, facts=facts, url=url)
        if copy:
            return Content(name=name, facts=facts, media_type=media_type, source=stored)
        return Content(name=name, facts=facts, key=self.file)


@dataclass(slots=True, kw_only=True, eq=False)
class Bucket:
    """A bucket that a workspace knows, and its objects by their path."""

    id: str
    description: str | None
    cloud_provider: str | None
    created_at: datetime
    update_at: datetime
    objects: dict[str, BucketObject] = field(default_factory=dict, repr=False)

    def put(self, files: Files, found: BucketObject, data: bytes | None) -> None:
        """Add an object, with its bytes if it has any, in place of one of that path."""
        self.objects[found.path] = found
        files.delete(found.file)
        if data is not None:
            facts = found.picture or found.movie
            files.put(found.file, data, facts.media_type if facts else "")

    def below(self, prefix: str) -> list[BucketObject]:
        """The objects whose path begins so, in the order of their paths, as stores list them."""
        return [self.objects[path] for path in sorted(self.objects) if path.startswith(prefix)]


class Buckets:
    """The buckets of all workspaces, by workspace and by id."""

    def __init__(self, _store: Store) -> None:
        self._buckets: dict[str, dict[str, Bucket]] = {}

    def add(self, workspace_id: str, bucket: Bucket) -> None:
        """Let a workspace know a bucket."""
        self._buckets.setdefault(workspace_id, {})[bucket.id] = bucket

    def of(self, workspace_id: str) -> Mapping[str, Bucket]:
        """The buckets that a workspace knows."""
        return self._buckets.get(workspace_id, {})

    def find(self, bucket_id: str) -> Bucket | None:
        """The bucket of that id, whoever knows it."""
        found = (buckets.get(bucket_id.lower()) for buckets in self._buckets.values())
        return next((bucket for bucket in found if bucket is not None), None)
