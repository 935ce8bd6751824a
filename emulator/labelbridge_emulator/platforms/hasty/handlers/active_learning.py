"""Heuristics of active learning, and sessions that rank images by them.

The vendor's pages ("Active Learning in Hasty") tell which heuristics there are, how each reckons
from how likely a model holds each class, and that Margin is the one in use; and that what is ranked
is the unlabeled part of the data. Here a session has ranked when it is made: no request asks for
its state.
"""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError, Handlers
from labelbridge_emulator.platforms.hasty.handlers.automated_labeling import unannotated
from labelbridge_emulator.platforms.hasty.lookups import find, project_of
from labelbridge_emulator.platforms.hasty.models.model_state import Ranking
from labelbridge_emulator.platforms.hasty.predictions import beliefs, view_of_image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.hasty.models.state import Image, Project

handlers = Handlers()

FAMILIES = ("detector", "segmentor", "semantic-segmentor")
"""The document's ModelFamily."""

DEFAULT = "Margin"

DOCUMENTED = {
    ("detector", "Entropy"): "17a4fab4-c59c-4031-9cb5-41fccb5b054c",
    ("segmentor", "Margin"): "b8951afb-689e-443a-bdec-63d091f79391",
}
"""Ids in the document's samples; that of the segmentor's has no name there."""


def _margin(likely: Sequence[float]) -> float:
    """Between the two classes held most likely: the nearer they are, the less is certain."""
    first, second = sorted(likely, reverse=True)[:2]
    return first - second


def _variance(likely: Sequence[float]) -> float:
    """Around the mean: without any, every class is as likely as the others."""
    mean = sum(likely) / len(likely)
    return sum((each - mean) ** 2 for each in likely) / len(likely)


def _certainty(likely: Sequence[float]) -> float:
    """Entropy with its sign turned, so that like the others it begins with the least certain."""
    return sum(each * math.log(each) for each in likely)


RECKONED: dict[str, Callable[[Sequence[float]], float]] = {
    "Margin": _margin,
    "Entropy": _certainty,
    "Variance": _variance,
}
"""The lower the number, the more there is to learn."""


@dataclass(frozen=True, slots=True)
class Heuristic:
    """A way of ranking for a family of models; its ids are the same in all projects."""

    model_family: str
    name: str

    @property
    def id(self) -> str:
        """The document's id, or one made from the names."""
        made = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.model_family}/{self.name}")
        return DOCUMENTED.get((self.model_family, self.name), str(made))


HEURISTICS = {
    heuristic.id: heuristic
    for heuristic in (Heuristic(family, name) for family in FAMILIES for name in RECKONED)
}


@handlers("list_heuristics")
def list_heuristics(request: Request) -> JSON:
    """All heuristics of all families; the one in use is active."""
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
    """Rank unlabeled images; the document requires nothing, so everything has a default.

    Without a heuristic it is the one in use for the family, without a family too the first one's.
    Without ``num_images`` all are ranked.
    """
    project, body = project_of(request), request.body
    heuristic = _heuristic(body.get("heuristic_id"), body.get("model_family"))
    found = (find(project.datasets, each, "dataset") for each in body.get("dataset_ids", ()))
    dataset_ids = {dataset.id for dataset in found}
    images = unannotated(project, dataset_ids)
    images.sort(key=lambda image: _informative(request, project, heuristic, image))
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
        raise ApiError(400, f"{heuristic.name} {heuristic.id} is for a {heuristic.model_family}.")
    return heuristic


def _informative(request: Request, project: Project, heuristic: Heuristic, image: Image) -> float:
    """The number that an image is ranked by, made from what a model might hold of it."""
    view = view_of_image(request.store.files, image)
    likely = beliefs(view, heuristic.model_family, len(project.label_classes))
    return RECKONED[heuristic.name](likely)
