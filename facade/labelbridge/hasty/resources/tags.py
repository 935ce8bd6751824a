"""Tags: what a whole image is said to be. Only the vendor's SDK shows these requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import in_batches
from labelbridge.hasty._inputs.checks import several
from labelbridge.hasty._paging import page
from labelbridge.hasty.resources._image_files import ids
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.tags import add_image_tags, list_image_tags, remove_image_tags
from labelbridge_api.hasty.models import Tag, TagAssign, TagRemove


class Tags(Resource[C]):
    """The tags of an image."""

    @listing
    def list(self, project_id: Id, image_id: Id) -> PageFetcher[Tag]:
        """List the tags of an image, with the names of their classes."""
        project, image = ids(project_id, image_id)
        return lambda offset, limit: page(
            list_image_tags.plan(project, image, offset=offset, limit=limit)
        )

    @operation
    def add(
        self, project_id: Id, image_id: Id, tag_class_ids: Id | Iterable[Id]
    ) -> Flow[Sequence[Tag]]:
        """Tag an image, and return the tags.

        Any number: they go out 100 at a time, which is all that the vendor's SDK lets through. A
        tag that the image has already stays as it is, so that a request that failed is sent again.

        Args:
            project_id: The project.
            image_id: The image.
            tag_class_ids: One or several tag classes.

        Raises:
            LabelbridgeError: A request failed. `error.done` holds the tags that requests before it
                gave.
        """
        project, image = ids(project_id, image_id)

        def tag(part: Sequence[UUID]) -> Flow[Sequence[Tag]]:
            return send(add_image_tags.plan(project, image, body=[TagAssign(one) for one in part]))

        return in_batches("tags", several(check.uuid)("tag_class_ids", tag_class_ids), tag)

    @operation
    def remove(
        self,
        project_id: Id,
        image_id: Id,
        *,
        tag_ids: Id | Iterable[Id] | None = None,
        tag_class_ids: Id | Iterable[Id] | None = None,
    ) -> Flow[None]:
        """Take tags from an image, named by their own ids or by their classes: one of the two.

        Any number, 100 at a time.

        Args:
            project_id: The project.
            image_id: The image.
            tag_ids: One or several tags.
            tag_class_ids: One or several tag classes.

        Raises:
            LabelbridgeError: A request failed. `error.done` holds the ids that requests before it
                removed.
        """
        project, image = ids(project_id, image_id)
        if (tag_ids is None) == (tag_class_ids is None):
            raise InvalidArgument("tag_ids", "give either tag_ids or tag_class_ids")
        by_tag = tag_ids is not None
        listed = (
            several(check.uuid)("tag_ids", tag_ids)
            if by_tag
            else several(check.uuid)("tag_class_ids", tag_class_ids)
        )

        def untag(part: Sequence[UUID]) -> Flow[Sequence[UUID]]:
            body = [
                TagRemove(tag_id=one) if by_tag else TagRemove(tag_class_id=one) for one in part
            ]
            yield from send(remove_image_tags.plan(project, image, body=body))
            return part

        yield from in_batches("tags", listed, untag)
