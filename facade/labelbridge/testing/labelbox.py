"""The emulated Labelbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.testing.emulated_platform import EmulatedPlatform
from labelbridge_emulator.platforms.labelbox.models import State


class LabelboxEmulator(EmulatedPlatform[Labelbox, AsyncLabelbox]):
    """The emulated Labelbox. Its `add_...` methods send no request.

    Later exports contain the added data. The methods raise ValueError if the data is invalid.
    """

    storage_folders = ("labelbox-exports", "masks")

    @property
    def project_id(self) -> str:
        """The id of the first project."""
        with self._server.store.lock:
            return next(iter(self._server.store.state(State).projects))

    def add_project(self, name: str) -> str:
        """Add an empty project, and return its id."""
        made: str = self.add("projects", name=name)["id"]
        return made

    def add_label(
        self,
        labeled_data: str,
        *,
        objects: Sequence[Mapping[str, Any]] = (),
        classifications: Sequence[Mapping[str, Any]] = (),
        frames: Sequence[Mapping[str, Any]] | None = None,
        created_at: datetime | None = None,
        external_id: str | None = None,
        project_id: str | None = None,
    ) -> str:
        """Add a label, and return its id.

        Args:
            labeled_data: The URL of the asset, or a text.
            objects: Objects in the format of exports; missing ids and values are generated.
            classifications: Classifications of the asset, in the same format.
            frames: Frames of a video, in the format of exports.
            created_at: The time of creation, in UTC unless it has a time zone; now by default.
            external_id: The application's own id of the data row.
            project_id: The project; the first one by default.
        """
        made: str = self.add(
            "labels",
            labeled_data=labeled_data,
            objects=objects,
            classifications=classifications,
            frames=frames,
            created_at=None if created_at is None else created_at.isoformat(),
            external_id=external_id,
            project=project_id,
        )["id"]
        return made
