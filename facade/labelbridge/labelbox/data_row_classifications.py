"""Classifications in rows of export v2: one class for each form of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

import attrs

from labelbridge._core.json.decode import list_items
from labelbridge.labelbox.classifications import AnswerKind
from labelbridge_api.labelbox import models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowAnswer(models.DataRowAnswer):
    """A chosen answer, with the questions that it leads to."""

    classifications: list[DataRowClassification]  # type: ignore[assignment]  # subclasses of the models


@attrs.define(eq=False, repr=False, getstate_setstate=False)
class DataRowClassification(models.DataRowClassification):
    """A classification: a question with its answer.

    Instances are of one of the subclasses, which differ by the form of the answer. Their `answer`
    or `answers` is that of the asset, or of the message `message_id` of a conversation.
    """

    radio_answer: DataRowAnswer | None = None
    checklist_answers: list[DataRowAnswer] | None = None  # type: ignore[assignment]  # subclasses
    conversational_radio_answer: DataRowAnswer | None = None
    conversational_checklist_answers: list[DataRowAnswer] | None = None  # type: ignore[assignment]  # subclasses
    _kind: ClassVar[AnswerKind] = "unknown"

    @property
    def kind(self) -> AnswerKind:
        """Kind of the question, determined by the property with the answer."""
        return self._kind

    @property
    def choices(self) -> list[str]:
        """The names of the chosen answers; empty for texts."""
        return [answer.name for answer in self._answers()]

    @property
    def text(self) -> str | None:
        """The text of the answer; None for other kinds."""
        return None

    @property
    def annotations(self) -> list[DataRowClassification]:
        """The questions below the answers, at any depth, in file order."""
        found: list[DataRowClassification] = []
        for answer in self._answers():
            found += flat(classifications_of(answer, "answer"))
        return found

    def _answers(self) -> Iterable[DataRowAnswer]:
        return ()

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[DataRowClassification]:
        """Return the class for a JSON object."""
        for key, (json_type, form) in _ANSWERS.items():
            if isinstance(source.get(key), json_type):
                return form
        return OtherDataRowClassification


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowRadio(DataRowClassification):
    """A question with one answer."""

    _kind = "radio"

    @property
    def answer(self) -> DataRowAnswer:
        """The answer."""
        answer = self.radio_answer or self.conversational_radio_answer
        assert answer is not None  # noqa: S101 - `_variant` chose this class for it
        return answer

    def _answers(self) -> Iterable[DataRowAnswer]:
        return (self.answer,)


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowChecklist(DataRowClassification):
    """A question with several answers."""

    _kind = "checklist"

    @property
    def answers(self) -> list[DataRowAnswer]:
        """The answers.

        Raises:
            ResponseFormatError: They have a form that no document or sample shows.
        """
        names = ("checklist_answers", "conversational_checklist_answers")
        where = f"classification {getattr(self, 'feature_id', 'without an id')}"
        return [answer for name in names for answer in list_items(self, name, operation=where)]

    def _answers(self) -> Iterable[DataRowAnswer]:
        return self.answers


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowFreeText(DataRowClassification):
    """A question with a text as its answer."""

    _kind = "free-text"

    @property
    def answer(self) -> str:
        """The text."""
        answer = self.text_answer or self.conversational_text_answer
        assert answer is not None  # noqa: S101 - `_variant` chose this class for it
        return answer.content

    @property
    def text(self) -> str:
        """The text."""
        return self.answer


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class OtherDataRowClassification(DataRowClassification):
    """A classification without an answer, or with one that is not in the contract."""


_ANSWERS: Final[Mapping[str, tuple[type, type[DataRowClassification]]]] = {
    "radio_answer": (dict, DataRowRadio),
    "checklist_answers": (list, DataRowChecklist),
    "text_answer": (dict, DataRowFreeText),
    "conversational_radio_answer": (dict, DataRowRadio),
    "conversational_checklist_answers": (list, DataRowChecklist),
    "conversational_text_answer": (dict, DataRowFreeText),
}


def classifications_of(part: Any, name: str) -> Iterable[DataRowClassification]:
    """Return the classifications of a part of a row.

    Args:
        part: The model with the classifications.
        name: Its name, for errors.

    Raises:
        ResponseFormatError: They have a form that no document or sample shows.
    """
    found: Iterable[DataRowClassification] | None = getattr(part, "classifications", None)
    if found is not None and not getattr(part, "_rest", None):  # it is not damaged
        return found
    return list_items(part, "classifications", operation=name)


def flat(found: Iterable[DataRowClassification]) -> list[DataRowClassification]:
    """Return classifications, each followed by those below its answers."""
    result: list[DataRowClassification] = []
    for one in found:
        result.append(one)
        result += one.annotations
    return result
