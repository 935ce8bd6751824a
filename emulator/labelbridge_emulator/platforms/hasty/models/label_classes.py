"""Label classes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True, eq=False)
class LabelClass:
    """A label class, with the fields of the document."""

    id: str
    name: str
    description: str | None = None
    type: str = "object"
    color: str | None = None
    icon_url: str | None = None
    norder: float | None = None
    parent_id: str | None = None
    external_id: str | None = None
    use_description_as_prompt: bool | None = None
