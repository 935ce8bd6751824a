"""Statistics of labelers, independent of a platform."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen
class LabelerStats:
    """The totals of one labeler over all projects."""

    name: str
    email: str
    images: int = 0
    boxes: int = 0
    marked_null: int = 0
    model_assisted: int = 0
    approved: int = 0
    rejected: int = 0

    @property
    def approval_rate(self) -> float:
        """The percentage of approving reviews; 0 without reviews."""
        return 100 * self.approved / max(self.approved + self.rejected, 1)


@frozen
class TeamStats:
    """The work of all labelers.

    Attributes:
        labelers: The totals of each labeler, most images first.
        months: The first days of the months.
        images: The images labeled in each month, by the labeler's email address.
    """

    labelers: list[LabelerStats]
    months: list[date]
    images: dict[str, list[int]]
