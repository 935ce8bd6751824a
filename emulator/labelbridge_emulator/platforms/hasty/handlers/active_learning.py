"""Heuristics of active learning, and sessions that rank images.

The vendor's pages ("Active Learning in Hasty") list the heuristics, describe how each uses the
class probabilities of a model, name Margin as the active one, and say that unlabeled images are
ranked.
Here the ranking is complete when the session is created: no operation reads its state.
"""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.model_state import Ranking
from labelbridge_emulator.platforms.hasty.predictions import class_probabilities, input_from_image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.project import Image, Project

handlers = Handlers()

FAMILIES = ("detector", "segmentor", "semantic-segmentor")
"""The document's ModelFamily."""

DEFAULT = "Margin"

DOCUMENTED = {
    ("detector", "Entropy"): "17a4fab4-c59c-4031-9cb5-41fccb5b054c",
    ("segmentor", "Margin"): "b8951afb-689e-443a-bdec-63d091f79391",
}
"""Ids in the document's samples; that of the segmentor has no name there."""


def _margin(probabilities: Sequence[float]) -> float:
    """The difference between the two most probable classes."""
    first, second = sorted(probabilities, reverse=True)[:2]
    return first - second


def _variance(probabilities: Sequence[float]) -> float:
    """The variance, which is 0 if all classes are equally probable."""
    mean = sum(probabilities) / len(probabilities)
    return sum((each - mean) ** 2 for each in probabilities) / len(probabilities)


def _negative_entropy(probabilities: Sequence[float]) -> float:
    """The negative entropy, so that less certain predictions come first."""
    return sum(each * math.log(each) for each in probabilities)


SCORES: dict[str, Callable[[Sequence[float]], float]] = {
    "Margin": _margin,
    "Entropy": _negative_entropy,
    "Variance": _variance,
}
"""Certainty by heuristic. The images with the lowest certainty are ranked first."""


@dataclass(frozen=True, slots=True)
class Heuristic:
    """A ranking method for a family of models. Its id is the same in all projects."""

    model_family: str
    name: str

    @property
    def id(self) -> str:
        """The id in the document, or one derived from the names."""
        derived = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.model_family}/{self.name}")
        return DOCUMENTED.get((self.model_family, self.name), str(derived))


HEURISTICS = {
    heuristic.id: heuristic
    for heuristic in (Heuristic(family, name) for family in FAMILIES for name in SCORES)
}


@handlers("list_heuristics")
def list_heuristics(request: Request) -> JSON:
    """List the heuristics of all families. Margin is active."""
    project_of(request)
    return [
        {
            "id": each.id,
            "model_family": each.model_family,
            "name": each.name,
            "is_active": each.name == DEFAULT,
            "wiki_url": "https://wiki.cloudfactory.com/docs/userdocs/active-learning"
            f"/active-learning-in-hasty/{each.name.lower()}",
        }
        for each in HEURISTICS.values()
    ]


@handlers("create_ranking")
def create_ranking(request: Request) -> JSON:
    """Rank unlabeled images.

    The document requires no field. The default heuristic is the active one of the family, the
    default family is the first one. Without ``num_images`` all images are ranked.
    """
    project, body = project_of(request), request.body
    heuristic = _heuristic(body.get("heuristic_id"), body.get("model_family"))
    found = (find(project.datasets, each, "dataset") for each in body.get("dataset_ids", ()))
    images = project.unlabeled_images({dataset.id for dataset in found})
    images.sort(key=lambda image: _certainty(request, project, heuristic, image))
    if "num_images" in body:
        images = images[: int(min(max(body["num_images"], 0), len(images)))]
    ranking = Ranking(id=request.store.ids.uuid(), image_ids=tuple(image.id for image in images))
    project.rankings[ranking.id] = ranking
    return {
        "session_id": ranking.id,
        "heuristic_id": heuristic.id,
        "model_family": heuristic.model_family,
        "status": "INIT",
        "heuristic_name": heuristic.name,
        "session_name": body.get("session_name", f"Session {len(project.rankings)}"),
    }


def _heuristic(heuristic_id: str | None, family: str | None) -> Heuristic:
    if heuristic_id is None:
        return Heuristic(family or FAMILIES[0], DEFAULT)
    heuristic = find(HEURISTICS, heuristic_id, "heuristic")
    if family not in {None, heuristic.model_family}:
        message = f"Heuristic {heuristic.id} is for the model family {heuristic.model_family}."
        raise ApiError(400, message)
    return heuristic


def _certainty(request: Request, project: Project, heuristic: Heuristic, image: Image) -> float:
    """The certainty of a model's prediction for an image."""
    source = input_from_image(request.store.files, image)
    classes = len(project.label_classes)
    return SCORES[heuristic.name](class_probabilities(source, heuristic.model_family, classes))
