"""Active learning: rankings of images by their value for training a model.

The document shows requests and responses, but not the paths: the paths in the contract are guesses.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge._core.single_page import single_page
from labelbridge.hasty._inputs.checks import non_empty, optional, text
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.active_learning import create_ranking, list_heuristics
from labelbridge_api.hasty.models import (
    ActiveLearningHeuristic,
    ActiveLearningRankRequest,
    ActiveLearningSession,
    ModelFamily,
)

_DATASETS: Final = non_empty(check.uuid, problem="is empty; leave it out to rank all images")


class ActiveLearning(Resource[C]):
    """Rankings of the images of a project."""

    @listing
    def heuristics(self, project_id: Id) -> PageFetcher[ActiveLearningHeuristic]:
        """List the ranking heuristics of a project, for each model family.

        The platform returns the full list in one response.
        """
        plan = list_heuristics.plan(check.uuid("project_id", project_id))
        return single_page(plan, lambda heuristics: heuristics)

    @operation
    def rank(
        self,
        project_id: Id,
        *,
        heuristic_id: Id | None = None,
        model_family: ModelFamily | str | None = None,
        num_images: int | None = None,
        dataset_ids: Id | Iterable[Id] | None = None,
        session_name: str | None = None,
    ) -> Flow[ActiveLearningSession]:
        """Start ranking images in a new session.

        Pass its `session_id` to `images.list` as `aldi_session_id`. No operation is known that
        returns the progress. The platform requires none of the arguments; its defaults are not
        documented.

        Args:
            project_id: The project.
            heuristic_id: The heuristic, one of `heuristics`.
            model_family: The model family: segmentor, detector or semantic-segmentor.
            num_images: Number of images to rank, at least 1. The document allows any number; this
                method requires an integer.
            dataset_ids: Only images of one or several datasets.
            session_name: Name of the session.
        """
        body = request_body(
            ActiveLearningRankRequest,
            {
                "heuristic_id": optional(check.uuid, "heuristic_id", heuristic_id),
                "model_family": model_family,
                "num_images": None
                if num_images is None
                else check.integer("num_images", num_images, minimum=1),
                "dataset_ids": optional(_DATASETS, "dataset_ids", dataset_ids),
                "session_name": optional(text, "session_name", session_name),
            },
        )
        return send(create_ranking.plan(check.uuid("project_id", project_id), body=body))
