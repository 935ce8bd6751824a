"""Notes, in the order of creation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.handler import JSON, Handlers, Request

if TYPE_CHECKING:
    from labelbridge_emulator.store import Store

handlers = Handlers()


class State:
    """The notes."""

    def __init__(self, _store: Store) -> None:
        self.notes: list[JSON] = []


@handlers("list_notes")
def list_notes(request: Request) -> JSON:
    """Return all notes."""
    return {"notes": request.store.state(State).notes}


@handlers("create_note")
def create_note(request: Request) -> JSON:
    """Add a note with the next number."""
    notes = request.store.state(State).notes
    notes.append({"id": len(notes) + 1, "text": request.body["text"]})
    return notes[-1]
