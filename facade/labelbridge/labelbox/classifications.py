"""Classifications in exports: one class for each form of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Literal

import attrs

from labelbridge._core.json.decode import list_items
from labelbridge_api.labelbox import models

AnswerKind = Literal["radio", "checklist", "dropdown", "free-text", "unknown"]
"""Kinds of classifications."""


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class Classification(models.Classification):
    """A classification: a question with its answer.

    Instances are of one of the subclasses, which differ by the form of the answer.
    """

    _kind: ClassVar[AnswerKind] = "unknown"

    @property
    def kind(self) -> AnswerKind:
        """Kind of the question, determined by the property with the answer."""
        return self._kind

    @property
    def name(self) -> str:
        """The question, as `title`; rows of export v2 have this name."""
        return self.title

    @property
    def choices(self) -> list[str]:
        """The titles of the chosen answers; empty for texts."""
        found = self.answers if self.answers is not None else self.answer
        if isinstance(found, models.Answer):
            return [found.title]
        return [answer.title for answer in found] if isinstance(found, list) else []

    @property
    def text(self) -> str | None:
        """The text of the answer; None for other kinds."""
        return self.answer if isinstance(self.answer, str) else None

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[Classification]:
        """Return the class for a JSON object."""
        if "answers" in source and source["answers"] is not None:
            return Checklist
        return _ANSWERS.get(type(source.get("answer")), OtherClassification)


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Radio(Classification):
    """A question with one answer."""

    answer: models.Answer
    _kind = "radio"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Checklist(Classification):
    """A question with several answers. Dropdowns in exports of 2020 have this form too."""

    answers: list[models.Answer]
    _kind = "checklist"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class Dropdown(Classification):
    """A dropdown with its chosen answers."""

    answer: list[models.Answer]
    _kind = "dropdown"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class FreeText(Classification):
    """A question with a text as its answer."""

    answer: str
    _kind = "free-text"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class OtherClassification(Classification):
    """A classification without an answer, or with one that is not in the contract."""


_ANSWERS: Final[Mapping[type, type[Classification]]] = {
    dict: Radio,
    list: Dropdown,
    str: FreeText,
}


def flat_classifications(
    where: models.Label | models.FrameRecord | models.LabelObject, name: Callable[[], str]
) -> list[Classification]:
    """Return the classifications of a label, a frame or an object; nested lists become flat.

    Args:
        where: The model with the classifications.
        name: Returns the name of the model, for errors.

    Raises:
        ResponseFormatError: They have a form that no document or sample shows.
    """
    items: Any = getattr(where, "classifications", where)
    if items is where or getattr(where, "_rest", None):  # they may be damaged
        items = list_items(where, "classifications", operation=name(), nested=True)
    flat: list[Classification] = []
    for item in items or ():
        if isinstance(item, list):
            flat += item
        else:
            flat.append(item)
    return flat
