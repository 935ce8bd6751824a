"""Annotations in the format of the platform, with new ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelbridge_emulator.store import Ids

Feature = dict[str, Any]

_COLORS = ("#1CE6FF", "#FF34FF", "#FF4A46", "#008941", "#006FA6", "#A30059", "#FFDBE5", "#7A4900")


class Features:
    """Creates annotations; those with the same title have the same schemaId."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._kinds: dict[str, str] = {}

    def object(self, title: str, **place: Any) -> Feature:
        """Return an object; ``place`` is the key of its geometry, such as ``bbox``."""
        feature = self._feature(title)
        color = _COLORS[list(self._kinds).index(title) % len(_COLORS)]
        return {**feature, "color": color, **place}

    def box(self, title: str, left: float, top: float, width: float, height: float) -> Feature:
        """Return a bounding box."""
        return self.object(title, bbox={"top": top, "left": left, "height": height, "width": width})

    def entity(self, title: str, start: int, end: int, **message: str) -> Feature:
        """Return a range of characters; ``message`` is the ``messageId`` in a conversation."""
        return self.object(
            title,
            version=1,
            format="text.location",
            data={"location": {**message, "start": start, "end": end}},
        )

    def radio(self, title: str, answer: str, **more: Any) -> Feature:
        """Return a question with one answer."""
        return {**self._feature(title), **more, "answer": self._feature(answer)}

    def checklist(self, title: str, *answers: str, **more: Any) -> Feature:
        """Return a question with several answers."""
        return {**self._feature(title), **more, "answers": [self._feature(a) for a in answers]}

    def dropdown(self, title: str, answer: str) -> Feature:
        """Return a question with an answer from a drop-down list; the answer is a list."""
        return {**self._feature(title), "answer": [self._feature(answer)]}

    def text(self, title: str, answer: str, **more: Any) -> Feature:
        """Return a question with a free text as its answer."""
        return {**self._feature(title), **more, "answer": answer}

    def relationship(self, title: str, source: Feature, target: Feature) -> Feature:
        """Return a relationship between two objects."""
        feature = self._feature(title)
        return {
            "featureId": feature["featureId"],
            "schemaId": feature["schemaId"],
            "relationshipType": "unidirectional",
            "version": 1,
            "data": {
                "source": source["featureId"],
                "target": target["featureId"],
                "label": title,
            },
        }

    def _feature(self, title: str) -> Feature:
        if title not in self._kinds:
            self._kinds[title] = self._ids.cuid()
        return {
            "featureId": self._ids.cuid(),
            "schemaId": self._kinds[title],
            "title": title,
            "value": title.lower().replace(" ", "_"),
        }


def points(*pairs: tuple[float, float]) -> list[dict[str, float]]:
    """Return pairs as points in the format of the platform."""
    return [{"x": x, "y": y} for x, y in pairs]
