"""Tags of images. Evidence: the vendor's SDK only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.errors import InvalidArgument
from labelbridge.hasty._inputs.batches import in_batches
from labelbridge.hasty._inputs.checks import list_of, uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.tags import add_image_tags, list_image_tags, remove_image_tags
from labelbridge_api.hasty.models import Tag, TagAssign, TagRemove


class Tags(Resource[C]):
    """The tags of an image."""

    @listing
    def list(self, project_id: Id, image_id: Id) -> PageFetcher[Tag]:
        """List the tags of an image, with the names of their classes."""
        return pages(list_image_tags.plan, *uuids(project_id=project_id, image_id=image_id))

    @operation
    def add(
        self, project_id: Id, image_id: Id, tag_class_ids: Id | Iterable[Id]
    ) -> Flow[Sequence[Tag]]:
        """Add tags to an image, and return them.

        Any number of tags is sent in requests of 100, the limit of the vendor's SDK. Existing tags
        stay unchanged, so failed requests are retried.

        Args:
            project_id: The project.
            image_id: The image.
            tag_class_ids: One or several tag classes.

        Raises:
            LabelbridgeError: A request failed. `error.done` has the tags that the requests before
                it added.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)

        def send_batch(part: Sequence[UUID]) -> Flow[Sequence[Tag]]:
            return send(add_image_tags.plan(project, image, body=[TagAssign(one) for one in part]))

        return in_batches("tags", list_of(check.uuid)("tag_class_ids", tag_class_ids), send_batch)

    @operation
    def remove(
        self,
        project_id: Id,
        image_id: Id,
        *,
        tag_ids: Id | Iterable[Id] | None = None,
        tag_class_ids: Id | Iterable[Id] | None = None,
    ) -> Flow[None]:
        """Remove tags from an image, either by tag or by tag class, in requests of 100.

        Args:
            project_id: The project.
            image_id: The image.
            tag_ids: One or several tags.
            tag_class_ids: One or several tag classes.

        Raises:
            LabelbridgeError: A request failed. `error.done` has the ids that the requests before it
                removed.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)
        if (tag_ids is None) == (tag_class_ids is None):
            raise InvalidArgument("tag_ids", "give either tag_ids or tag_class_ids")
        by_tag = tag_ids is not None
        found = (
            list_of(check.uuid)("tag_ids", tag_ids)
            if by_tag
            else list_of(check.uuid)("tag_class_ids", tag_class_ids)
        )

        def send_batch(part: Sequence[UUID]) -> Flow[Sequence[UUID]]:
            body = [
                TagRemove(tag_id=one) if by_tag else TagRemove(tag_class_id=one) for one in part
            ]
            yield from send(remove_image_tags.plan(project, image, body=body))
            return part

        yield from in_batches("tags", found, send_batch)
