"""Label classes: the classes that labels can have."""

from __future__ import annotations

from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import uuids
from labelbridge.hasty._paging import pages
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.label_classes import (
    create_label_class,
    delete_label_class,
    get_label_class,
    list_label_classes,
    update_label_class,
)
from labelbridge_api.hasty.models import LabelClass, LabelClassInput, LabelClassType


class LabelClassFields(TypedDict, total=False):
    """Optional fields of a label class.

    Attributes:
        type: "object" for things, or "background" for what is behind them.
        color: Color of its labels, #RRGGBBAA.
        description: Description of the class.
        use_description_as_prompt: Whether models with text prompts use the description.
        norder: Sort position among the classes; fractions are allowed.
        external_id: The caller's own id of the class.
        icon_url: URL of its icon. Reserved by the platform.
        parent_id: The parent class. Reserved by the platform.
    """

    type: LabelClassType | str | None
    color: str | Null | None
    description: str | Null | None
    use_description_as_prompt: bool | Null | None
    norder: float | Null | None
    external_id: str | Null | None
    icon_url: str | Null | None
    parent_id: Id | Null | None


class LabelClasses(Resource[C]):
    """The label classes of a project."""

    @listing
    def list(self, project_id: Id) -> PageFetcher[LabelClass]:
        """List the label classes of a project."""
        return pages(list_label_classes.plan, check.uuid("project_id", project_id))

    @operation
    def get(self, project_id: Id, label_class_id: Id) -> Flow[LabelClass]:
        """Return one label class.

        Raises:
            NotFound: The project has no label class with this id.
        """
        ids = uuids(project_id=project_id, label_class_id=label_class_id)
        return send(get_label_class.plan(*ids))

    @operation
    def create(
        self, project_id: Id, *, name: str, **fields: Unpack[LabelClassFields]
    ) -> Flow[LabelClass]:
        """Create a label class.

        Args:
            project_id: The project.
            name: Name of the class.
            **fields: See LabelClassFields: type, color, description, norder and more.
        """
        body = request_body(LabelClassInput, {"name": name, **fields})
        return send(create_label_class.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self, project_id: Id, label_class_id: Id, *, name: str, **fields: Unpack[LabelClassFields]
    ) -> Flow[LabelClass]:
        """Update a label class.

        Arguments that are not given keep their values; the platform requires the name in every
        request.

        Args:
            project_id: The project.
            label_class_id: The class.
            name: The new or current name.
            **fields: See LabelClassFields. NULL removes a value, except the type.
        """
        body = request_body(LabelClassInput, {"name": name, **fields})
        ids = uuids(project_id=project_id, label_class_id=label_class_id)
        return send(update_label_class.plan(*ids, body=body))

    @operation
    def delete(self, project_id: Id, label_class_id: Id) -> Flow[None]:
        """Delete a label class. What happens to its labels is not documented."""
        ids = uuids(project_id=project_id, label_class_id=label_class_id)
        return send(delete_label_class.plan(*ids))
