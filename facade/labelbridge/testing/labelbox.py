"""Labelbox, emulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from labelbridge import AsyncLabelbox, Labelbox
from labelbridge.testing.platform import EmulatedPlatform
from labelbridge_emulator.platforms.labelbox.models import State


class LabelboxEmulator(EmulatedPlatform[Labelbox, AsyncLabelbox]):
    """Labelbox. What its methods add is in exports that are made after, and makes no request.

    Whatever they cannot make is a ValueError that says why.
    """

    @property
    def project_id(self) -> str:
        """The id of the seed's project."""
        with self._server.store.lock:
            return next(iter(self._server.store.state(State).projects))

    def add_project(self, name: str) -> str:
        """Add a project without labels; return its id."""
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
        """Add a label; return its id.

        Args:
            labeled_data: The asset's URL, or the text itself.
            objects: As exports have them; missing ids and values are made up.
            classifications: About the whole asset, likewise.
            frames: Records by frame, which make it a label of a video.
            created_at: When it was made, in UTC unless it names a zone; now when None.
            external_id: The application's own id of the data row.
            project_id: The project; the seed's when None.
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
