"""The emulated Hasty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from labelbridge import AsyncHasty, Hasty
from labelbridge._core.json.validate import Id
from labelbridge.hasty.models import Dataset, Image, Label, LabelClass, Project, Workspace
from labelbridge.testing.emulated_platform import EmulatedPlatform, to_model
from labelbridge.testing.images import picture
from labelbridge_emulator.platforms.hasty.models.state import upload_key


class HastyEmulator(EmulatedPlatform[Hasty, AsyncHasty]):
    """The emulated Hasty. Its `add_...` methods send no request.

    They raise ValueError if the platform would reject the data.
    """

    storage_folders = ("hasty",)

    def add_workspace(self, name: str) -> Workspace:
        """Add a workspace. Every seed already has one."""
        return to_model(Workspace, self.add("workspaces", name=name))

    def add_project(self, name: str = "Project", *, workspace_id: Id | None = None) -> Project:
        """Add an empty project.

        Args:
            name: The name, which need not be unique.
            workspace_id: The workspace; the first one by default.
        """
        body = _without_none(name=name, workspace_id=workspace_id)
        return to_model(Project, self._perform("create_project", body=body))

    def add_dataset(self, project_id: Id, name: str = "Dataset") -> Dataset:
        """Add a dataset.

        Args:
            project_id: The project.
            name: The name, unique in the project.
        """
        path = {"project_id": project_id}
        return to_model(Dataset, self._perform("create_dataset", path=path, body={"name": name}))

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
            dataset_id: The dataset.
            name: The file name, unique in the dataset.
            content: The file; by default a gray PNG of 64 by 48 pixels.
            status: The status, also AUTO-LABELLED or a custom one; NEW by default.
            external_id: The application's own id of the image.
        """
        path = {"project_id": project_id}
        body = _without_none(
            dataset_id=dataset_id,
            upload_id=self._upload(path, picture() if content is None else content),
            filename=name,
            external_id=external_id,
        )
        image = self._perform("create_image", path=path, body=body)
        if status is not None:
            self.set_status(image["id"], status)
            image = self._perform("get_image", path={**path, "image_id": image["id"]})
        return to_model(Image, image)

    def set_status(self, image_id: Id, status: str) -> None:
        """Set the status of an image, like a person or a model on the platform.

        Args:
            image_id: The image.
            status: Any status; an unknown one is added to the project.
        """
        self.add("status", image_id=str(image_id), status=status)

    def add_label_class(self, project_id: Id, name: str, *, color: str | None = None) -> LabelClass:
        """Add a label class.

        Args:
            project_id: The project.
            name: The name, which need not be unique.
            color: `#rrggbbaa`.
        """
        path, body = {"project_id": project_id}, _without_none(name=name, color=color)
        return to_model(LabelClass, self._perform("create_label_class", path=path, body=body))

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
            class_id: The label class.
            bbox: Left, top, right, bottom in pixels.
            polygon: Points `[x, y]` in pixels.
        """
        path = {"project_id": project_id, "image_id": image_id}
        label = _without_none(class_id=class_id, bbox=bbox, polygon=polygon)
        return to_model(Label, self._perform("create_labels", path=path, body=[label])["items"][0])

    def _upload(self, path: Mapping[str, Id], content: bytes) -> str:
        """Store bytes like a request to a signed URL, and return the id of the upload."""
        uploads = self._perform("create_uploads", path=path, query={"count": 1})
        upload_id: str = uploads["items"][0]["id"]
        with self._server.store.lock:
            self._server.store.files.put(upload_key(upload_id), content)
        return upload_id


def _without_none(**fields: Any) -> dict[str, Any]:
    """Return the fields that are not None, with UUIDs as strings."""
    return {
        name: str(value) if isinstance(value, UUID) else value
        for name, value in fields.items()
        if value is not None
    }
