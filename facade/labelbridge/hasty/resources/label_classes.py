"""Label classes: what a label can say an object is."""

from __future__ import annotations

from typing import TypedDict, Unpack

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._paging import page
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
    """What a label class can have besides its name.

    Attributes:
        type: "object", a thing, or "background", what lies behind things.
        color: Colour of its labels, #RRGGBBAA.
        description: What belongs to it.
        use_description_as_prompt: Whether models that are asked in words are asked with it.
        norder: Its place among the classes; a fraction puts it between two others.
        external_id: The caller's own id of the class.
        icon_url: Where its icon lies. Reserved by the platform.
        parent_id: The class above it. Reserved by the platform.
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
        project = check.uuid("project_id", project_id)
        return lambda offset, limit: page(
            list_label_classes.plan(project, offset=offset, limit=limit)
        )

    @operation
    def get(self, project_id: Id, label_class_id: Id) -> Flow[LabelClass]:
        """Return one label class.

        Raises:
            NotFound: The project has none with this id.
        """
        return send(
            get_label_class.plan(
                check.uuid("project_id", project_id), check.uuid("label_class_id", label_class_id)
            )
        )

    @operation
    def create(
        self, project_id: Id, *, name: str, **fields: Unpack[LabelClassFields]
    ) -> Flow[LabelClass]:
        """Make a class that labels of the project can have.

        Args:
            project_id: The project.
            name: Its name.
            **fields: As LabelClassFields says: type, color, description, norder and more.
        """
        body = request_body(LabelClassInput, {"name": name, **fields})
        return send(create_label_class.plan(check.uuid("project_id", project_id), body=body))

    @operation
    def update(
        self, project_id: Id, label_class_id: Id, *, name: str, **fields: Unpack[LabelClassFields]
    ) -> Flow[LabelClass]:
        """Change a label class.

        What is not given stays as it is; the platform wants the name each time.

        Args:
            project_id: The project.
            label_class_id: The class.
            name: Its name, new or old.
            **fields: As LabelClassFields says. NULL removes what there is, but for the type.
        """
        body = request_body(LabelClassInput, {"name": name, **fields})
        return send(
            update_label_class.plan(
                check.uuid("project_id", project_id),
                check.uuid("label_class_id", label_class_id),
                body=body,
            )
        )

    @operation
    def delete(self, project_id: Id, label_class_id: Id) -> Flow[None]:
        """Delete a label class. What becomes of its labels the document does not tell."""
        return send(
            delete_label_class.plan(
                check.uuid("project_id", project_id), check.uuid("label_class_id", label_class_id)
            )
        )
