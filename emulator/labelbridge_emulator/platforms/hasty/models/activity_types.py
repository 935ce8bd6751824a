"""Activity types of video segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True, kw_only=True, eq=False)
class ActivityType:
    """An activity type, with the fields of the document."""

    id: str
    created_at: datetime
    name: str
    color: str | None = None
    prefix: str | None = None
