"""Mounted buckets and their objects. Secrets are not stored: nothing in the emulator uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo, VideoInfo
    from labelbridge_emulator.store import Files, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketObject:
    """One object of a bucket.

    Attributes:
        bucket_id: The id of the bucket.
        path: The path in the bucket.
        image: Properties of the file if it is an image.
        video: Properties of the file if it is a video.
    """

    bucket_id: str
    path: str
    image: ImageInfo | None = None
    video: VideoInfo | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def storage_key(self) -> str:
        """The key of its bytes in the storage. Some objects have no bytes."""
        return f"hasty/buckets/{self.bucket_id}/{self.path}"


@dataclass(slots=True, kw_only=True, eq=False)
class Bucket:
    """A bucket that a workspace has mounted, and its objects by path."""

    id: str
    description: str | None
    cloud_provider: str | None
    created_at: datetime
    update_at: datetime
    objects: dict[str, BucketObject] = field(default_factory=dict, repr=False)

    def put(self, files: Files, item: BucketObject, data: bytes | None) -> None:
        """Add an object, with or without bytes. An object of the same path is replaced."""
        self.objects[item.path] = item
        files.delete(item.storage_key)
        if data is not None:
            info = item.image or item.video
            files.put(item.storage_key, data, info.media_type if info else "")

    def with_prefix(self, prefix: str) -> list[BucketObject]:
        """The objects whose path starts with the prefix, sorted by path."""
        return [self.objects[path] for path in sorted(self.objects) if path.startswith(prefix)]


class Buckets:
    """The buckets of all workspaces, by workspace id and bucket id."""

    def __init__(self, _store: Store) -> None:
        self._buckets: dict[str, dict[str, Bucket]] = {}

    def add(self, workspace_id: str, bucket: Bucket) -> None:
        """Mount a bucket in a workspace."""
        self._buckets.setdefault(workspace_id, {})[bucket.id] = bucket

    def in_workspace(self, workspace_id: str) -> Mapping[str, Bucket]:
        """The buckets that a workspace has mounted, by id."""
        return self._buckets.get(workspace_id, {})

    def find(self, bucket_id: str) -> Bucket | None:
        """The bucket with that id, in any workspace."""
        found = (buckets.get(bucket_id.lower()) for buckets in self._buckets.values())
        return next((bucket for bucket in found if bucket is not None), None)
