"""The emulated Roboflow."""

from __future__ import annotations

from datetime import date

from labelbridge import AsyncRoboflow, Roboflow
from labelbridge.roboflow.models import Batch, Job, Labeler
from labelbridge.testing.emulated_platform import EmulatedPlatform, to_model
from labelbridge_emulator.platforms.roboflow.models import State


class RoboflowEmulator(EmulatedPlatform[Roboflow, AsyncRoboflow]):
    """The emulated Roboflow. Its methods send no request.

    They raise ValueError if the data is invalid. The API cannot create workspaces and projects, so
    only those of the seed exist.
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
        """Add a member to the workspace, who can label and review.

        Args:
            email: The address, which identifies members in jobs.
            name: The display name; the address by default.
        """
        return to_model(Labeler, self.add("members", email=email, name=name))

    def add_batch(self, name: str, images: int, *, project: str | None = None) -> Batch:
        """Add a batch of unassigned images.

        Args:
            name: The name, which need not be unique.
            images: The number of images.
            project: The slug of the project; the first one by default.
        """
        return to_model(Batch, self.add("batches", name=name, images=images, project=project))

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
        """Add the work of a member on one day to the insights.

        Args:
            email: The member's address.
            day: The day. Insights start on 2023-08-01.
            images_labeled: The number of labeled images.
            boxes_drawn: The number of boxes.
            approved: The number of approving reviews.
            rejected: The number of rejecting reviews.
            project: The slug of the project; the first one by default.
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
        """Let the labeler of a job annotate and its reviewer review; insights include this work.

        Args:
            job_id: The job. It is `complete` when every image is annotated.
            annotated: The number of images to annotate.
            boxes: The number of boxes to draw.
            approved: The number of images that the reviewer approves.
            rejected: The number of images that the reviewer rejects.
        """
        made = self.add(
            "work",
            job=job_id,
            annotated=annotated,
            boxes=boxes,
            approved=approved,
            rejected=rejected,
        )
        return to_model(Job, made)
