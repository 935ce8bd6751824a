"""Hasty, emulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from labelbridge import AsyncHasty, Hasty
from labelbridge._core.json.validate import Id
from labelbridge.hasty.models import Dataset, Image, Label, LabelClass, Project, Workspace
from labelbridge.testing.pictures import picture
from labelbridge.testing.platform import EmulatedPlatform, model
from labelbridge_emulator.platforms.hasty.models.state import upload_key


class HastyEmulator(EmulatedPlatform[Hasty, AsyncHasty]):
    """Hasty. What its methods add is there at once, and makes no request.

    Whatever they cannot make is a ValueError that says why.
    """

    def add_workspace(self, name: str) -> Workspace:
        """Add a workspace; every seed has one."""
        return model(Workspace, self.add("workspaces", name=name))

    def add_project(self, name: str = "Project", *, workspace_id: Id | None = None) -> Project:
        """Add a project without anything in it.

        Args:
            name: Need not be unique.
            workspace_id: The workspace; the first one when None.
        """
        body = _given(name=name, workspace_id=workspace_id)
        return model(Project, self._performed("create_project", body=body))

    def add_dataset(self, project_id: Id, name: str = "Dataset") -> Dataset:
        """Add a dataset.

        Args:
            project_id: The project.
            name: Unique in the project.
        """
        path = {"project_id": project_id}
        return model(Dataset, self._performed("create_dataset", path=path, body={"name": name}))

    def add_image(
        self,
        project_id: Id,
        dataset_id: Id,
        name: str = "image.png",
        content: bytes | None = None,
        *,
        status: str | None = None,
        external_id: str | None = None,
    ) -> Image:
        """Add an image.

        Args:
            project_id: The project.
            dataset_id: The dataset it lies in.
            name: Its file name, unique in the dataset.
            content: The file; a grey PNG of 64 by 48 pixels when None.
            status: Its status, AUTO-LABELLED or one of the project's own included; NEW when None.
            external_id: The application's own id of it.
        """
        path = {"project_id": project_id}
        body = _given(
            dataset_id=dataset_id,
            upload_id=self._uploaded(path, picture() if content is None else content),
            filename=name,
            external_id=external_id,
        )
        image = self._performed("create_image", path=path, body=body)
        if status is not None:
            self.set_status(image["id"], status)
            image = self._performed("get_image", path={**path, "image_id": image["id"]})
        return model(Image, image)

    def set_status(self, image_id: Id, status: str) -> None:
        """Set the status of an image as people and machines do on the platform itself.

        Args:
            image_id: The image.
            status: Any; a new name becomes a status of the image's project.
        """
        self.add("status", image_id=str(image_id), status=status)

    def add_label_class(self, project_id: Id, name: str, *, color: str | None = None) -> LabelClass:
        """Add a label class.

        Args:
            project_id: The project.
            name: Need not be unique.
            color: `#rrggbbaa`.
        """
        path, body = {"project_id": project_id}, _given(name=name, color=color)
        return model(LabelClass, self._performed("create_label_class", path=path, body=body))

    def add_label(
        self,
        project_id: Id,
        image_id: Id,
        class_id: Id,
        *,
        bbox: Sequence[int] | None = None,
        polygon: Sequence[Sequence[int]] | None = None,
    ) -> Label:
        """Add a label to an image.

        Args:
            project_id: The project.
            image_id: The image.
            class_id: Its label class.
            bbox: Left, top, right, bottom in pixels.
            polygon: Its points `[x, y]` in pixels.
        """
        path = {"project_id": project_id, "image_id": image_id}
        label = _given(class_id=class_id, bbox=bbox, polygon=polygon)
        return model(Label, self._performed("create_labels", path=path, body=[label])["items"][0])

    def _uploaded(self, path: Mapping[str, Id], content: bytes) -> str:
        """Put bytes where a signed URL would take them; return the upload's id."""
        answer = self._performed("create_uploads", path=path, query={"count": 1})
        upload_id: str = answer["items"][0]["id"]
        with self._server.store.lock:
            self._server.store.files.put(upload_key(upload_id), content)
        return upload_id


def _given(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value, ids as JSON has them."""
    return {
        name: str(value) if isinstance(value, UUID) else value
        for name, value in fields.items()
        if value is not None
    }
