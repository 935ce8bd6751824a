"""Roboflow, emulated."""

from __future__ import annotations

from datetime import date

from labelbridge import AsyncRoboflow, Roboflow
from labelbridge.roboflow.models import Batch, Job, Labeler
from labelbridge.testing.platform import EmulatedPlatform, model
from labelbridge_emulator.platforms.roboflow.models import State


class RoboflowEmulator(EmulatedPlatform[Roboflow, AsyncRoboflow]):
    """Roboflow. What its methods add is there at once, and makes no request.

    Whatever they cannot make is a ValueError that says why. No operation makes workspaces and
    projects, so they are the seed's.
    """

    @property
    def workspace(self) -> str:
        """The slug of the workspace that the key belongs to."""
        with self._server.store.lock:
            return self._server.store.state(State).home().slug

    @property
    def project(self) -> str:
        """The slug of the workspace's first project."""
        with self._server.store.lock:
            return next(iter(self._server.store.state(State).home().projects))

    def add_member(self, email: str, name: str = "") -> Labeler:
        """Make somebody a member of the workspace, who can then label and review.

        Args:
            email: The address, by which jobs name people.
            name: The display name; the address when empty.
        """
        return model(Labeler, self.add("members", email=email, name=name))

    def add_batch(self, name: str, images: int, *, project: str | None = None) -> Batch:
        """Add a batch of uploaded images that wait to be assigned.

        Args:
            name: Need not be unique.
            images: How many images it holds.
            project: Slug of the project; the first one when None.
        """
        return model(Batch, self.add("batches", name=name, images=images, project=project))

    def add_activity(
        self,
        email: str,
        day: date | str,
        *,
        images_labeled: int = 0,
        boxes_drawn: int = 0,
        approved: int = 0,
        rejected: int = 0,
        project: str | None = None,
    ) -> None:
        """Add what a member did on one day to the insights.

        Args:
            email: The member's address.
            day: The day, 2023-08-01 or later: insights have nothing older.
            images_labeled: How many images got labels.
            boxes_drawn: How many boxes.
            approved: How many of the images a reviewer approved.
            rejected: How often a reviewer rejected one.
            project: Slug of the project; the first one when None.
        """
        self.add(
            "activity",
            email=email,
            day=str(day),
            images_labeled=images_labeled,
            boxes_drawn=boxes_drawn,
            approved=approved,
            rejected=rejected,
            project=project,
        )

    def work(
        self, job_id: str, annotated: int, *, boxes: int = 0, approved: int = 0, rejected: int = 0
    ) -> Job:
        """Let a job's labeler annotate and its reviewer review; the insights of the day show it.

        Args:
            job_id: The job; it is `complete` once every image is annotated.
            annotated: How many of its images get annotated.
            boxes: How many boxes are drawn on them.
            approved: How many images the reviewer approves.
            rejected: How many the reviewer rejects.
        """
        made = self.add(
            "work",
            job=job_id,
            annotated=annotated,
            boxes=boxes,
            approved=approved,
            rejected=rejected,
        )
        return model(Job, made)
