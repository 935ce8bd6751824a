"""Notes: short texts."""

from __future__ import annotations

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.methods import C, Resource, operation
from labelbridge_api.acme.api.notes import create_note, list_notes
from labelbridge_api.acme.models import Note, NoteInput, NoteList


class Notes(Resource[C]):
    """Short texts."""

    @operation
    def list(self) -> Flow[NoteList]:
        """Return all notes."""
        return send(list_notes.plan())

    @operation
    def create(self, *, text: str) -> Flow[Note]:
        """Create a note.

        Args:
            text: The text.
        """
        return send(create_note.plan(body=NoteInput(text=check.text("text", text))))
