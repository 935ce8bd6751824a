"""Active learning: images ranked by how much a model would learn from them.

The document shows what goes in and comes out, but not where: the contract's paths are a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import request_body
from labelbridge._core.json.validate import Id
from labelbridge._core.methods import C, Resource, listing, operation
from labelbridge.hasty._inputs.checks import filled, optional, text
from labelbridge.hasty._paging import whole
from labelbridge.pagination import PageFetcher
from labelbridge_api.hasty.api.active_learning import create_ranking, list_heuristics
from labelbridge_api.hasty.models import (
    ActiveLearningHeuristic,
    ActiveLearningRankRequest,
    ActiveLearningSession,
    ModelFamily,
)

_DATASETS: Final = filled(check.uuid, empty="is empty; leave it out to rank all images")


class ActiveLearning(Resource[C]):
    """The rankings of a project's images."""

    @listing
    def heuristics(self, project_id: Id) -> PageFetcher[ActiveLearningHeuristic]:
        """List the ways of ranking that a project can use, for each family of models.

        The platform gives them all at once.
        """
        plan = list_heuristics.plan(check.uuid("project_id", project_id))
        return whole(plan, lambda heuristics: heuristics)

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
        """Start ranking images, in a session.

        Its `session_id` is what `images.list` takes as `aldi_session_id`. How far it is cannot be
        asked for: no request for it is known. The platform requires none of the arguments, and the
        document does not tell what it takes when one is not given.

        Args:
            project_id: The project.
            heuristic_id: The heuristic to rank by, one of `heuristics`.
            model_family: The models to rank for: segmentor, detector or semantic-segmentor.
            num_images: How many images to rank, from 1. Any number in the document, and a whole one
                here: it counts.
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
