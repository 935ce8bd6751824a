"""Classifications in rows of export v2: one class for each form of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Protocol

import attrs

from labelbridge._core.json.decode import list_items
from labelbridge.labelbox.classifications import AnswerKind
from labelbridge_api.labelbox import models


class Named(Protocol):
    """A model that errors name."""

    def _name(self) -> str: ...


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowAnswer(models.DataRowAnswer):
    """A chosen answer, with the questions that it leads to."""

    classifications: list[DataRowClassification]  # type: ignore[assignment]  # subclasses of the models

    def _name(self) -> str:
        return f"answer {getattr(self, 'feature_id', 'without an id')}"


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
        self._add_nested(found)
        return found

    def _answers(self) -> Iterable[DataRowAnswer]:
        return ()

    def _add_nested(self, found: list[DataRowClassification]) -> None:
        """Add the questions below the answers to a list."""
        for answer in self._answers():
            for one in list_of(answer, "classifications", answer):
                found.append(one)
                one._add_nested(found)

    @staticmethod
    def _variant(source: Mapping[str, Any]) -> type[DataRowClassification]:
        """Return the class for a JSON object."""
        for key, (json_type, form) in _ANSWERS.items():
            if isinstance(source.get(key), json_type):
                return form
        return OtherDataRowClassification

    @staticmethod
    def _variants() -> Mapping[tuple[str, ...], type[DataRowClassification]]:
        """Return the same as a table: the class for the first of these keys that has a value."""
        return {(key,): form for key, (_, form) in _ANSWERS.items()}


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowRadio(DataRowClassification):
    """A question with one answer."""

    _kind = "radio"

    @property
    def answer(self) -> DataRowAnswer:
        """The answer."""
        (answer,) = self._answers()
        return answer

    def _answers(self) -> tuple[DataRowAnswer]:
        answer = self.radio_answer or self.conversational_radio_answer
        assert answer is not None  # noqa: S101 - `_variant` chose this class for it
        return (answer,)


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
        return [one for name in names for one in list_of(self, name, self)]

    def _answers(self) -> Iterable[DataRowAnswer]:
        return self.answers

    def _name(self) -> str:
        return f"classification {getattr(self, 'feature_id', 'without an id')}"


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


_DAMAGED: Final[Any] = object()
_ANSWERS: Final[Mapping[str, tuple[type, type[DataRowClassification]]]] = {
    "radio_answer": (dict, DataRowRadio),
    "checklist_answers": (list, DataRowChecklist),
    "text_answer": (dict, DataRowFreeText),
    "conversational_radio_answer": (dict, DataRowRadio),
    "conversational_checklist_answers": (list, DataRowChecklist),
    "conversational_text_answer": (dict, DataRowFreeText),
}


def list_of(part: Any, name: str, owner: Named) -> Sequence[Any]:
    """Return a list in a row; empty if it is absent or null.

    Args:
        part: The model with the list.
        name: Name of the list.
        owner: The part, or the model that contains it, for errors.

    Raises:
        ResponseFormatError: It has a form that no document or sample shows.
    """
    found: Sequence[Any] | None = getattr(part, name, _DAMAGED)
    if found is _DAMAGED or getattr(part, "_rest", None):
        return list_items(part, name, operation=owner._name())
    return found or ()


def flat(classifications: Iterable[DataRowClassification]) -> list[DataRowClassification]:
    """Return classifications, each followed by those below its answers."""
    found: list[DataRowClassification] = []
    for one in classifications:
        found.append(one)
        one._add_nested(found)
    return found
