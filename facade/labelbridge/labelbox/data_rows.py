"""Rows of export v2, with their labels and annotations.

The classes are subclasses of the generated models. This module does no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from labelbridge._core.json.decode import unread_value
from labelbridge._core.json.validate import short_repr
from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox.data_row_classifications import (
    DataRowClassification,
    Named,
    flat,
    list_of,
)
from labelbridge.labelbox.data_row_objects import DataRowObject
from labelbridge.labelbox.key_frames import key_frames
from labelbridge_api.labelbox import models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowFrame(models.DataRowFrame):
    """The annotations of one frame, as in the file."""

    objects: dict[str, DataRowObject]  # type: ignore[assignment]  # subclasses of the models
    classifications: list[DataRowClassification]  # type: ignore[assignment]  # the same


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowAxis(models.DataRowAxis):
    """The annotations of one axis of a DICOM series."""

    classifications: list[DataRowClassification]  # type: ignore[assignment]  # subclasses of the models
    frames: dict[str, DataRowFrame]  # type: ignore[assignment]  # the same


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowAnnotations(models.DataRowAnnotations):
    """The annotations of a label, as in the file; the label returns them in lists."""

    objects: list[DataRowObject] | None = None  # type: ignore[assignment]  # subclasses of the models
    classifications: list[DataRowClassification]  # type: ignore[assignment]  # the same
    frames: dict[str, DataRowFrame] | None = None  # type: ignore[assignment]  # the same
    groups: dict[str, DataRowAxis] | None = None  # type: ignore[assignment]  # the same


@attrs.frozen
class LabeledFrame:
    """One frame of a video or of a DICOM series.

    Attributes:
        number: Number of the frame; the first one is 1.
        axis: The axis of a DICOM series; None for videos.
        objects: The objects of the frame, in file order.
        classifications: Its classifications and those below their answers, in file order.
        key_features: The `feature_id` of each annotation for which this is a key frame.
    """

    number: int
    axis: str | None
    objects: list[DataRowObject] = attrs.field(repr=short_repr)
    classifications: list[DataRowClassification] = attrs.field(repr=short_repr)
    key_features: frozenset[str] = attrs.field(repr=short_repr)

    @property
    def annotations(self) -> list[DataRowObject | DataRowClassification]:
        """Objects, then classifications."""
        return [*self.objects, *self.classifications]

    def is_key_frame(self, annotation: DataRowObject | DataRowClassification) -> bool:
        """Return whether an annotation was set in this frame, and not interpolated."""
        return annotation.feature_id in self.key_features


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowLabel(models.DataRowLabel):
    """One label of a data row, in one project or model run.

    `annotations` has the form of the file; the other properties return lists.
    """

    annotations: DataRowAnnotations

    @property
    def objects(self) -> list[DataRowObject]:
        """The annotations with a position, in file order; those of frames by frame number.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows.
        """
        found = [*list_of(self.annotations, "objects", self)]
        for _, _, frame in self._frames():
            found += items(frame, "objects", self).values()
        return found

    @property
    def classifications(self) -> list[DataRowClassification]:
        """The classifications of the asset, and of its axes and frames, at any depth.

        A question is followed by those below its answers. Those of an object are in its
        `annotations`.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows.
        """
        part = self.annotations
        found = flat(list_of(part, "classifications", self))
        if part.groups or getattr(part, "_rest", None):
            for axis in items(part, "groups", self).values():
                found += flat(list_of(axis, "classifications", self))
        for _, _, frame in self._frames():
            found += flat(list_of(frame, "classifications", self))
        return found

    @property
    def frames(self) -> list[LabeledFrame]:
        """The labeled frames of a video by number, or of a DICOM series by axis and number.

        They are key frames, unless interpolated frames were requested for the export.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows.
        """
        keys = key_frames(self.annotations.key_frame_feature_map)
        return [
            LabeledFrame(
                number,
                axis,
                [*items(frame, "objects", self).values()],
                flat(list_of(frame, "classifications", self)),
                keys.get((axis, number), frozenset()),
            )
            for axis, number, frame in self._frames()
        ]

    def _frames(self) -> Iterator[tuple[str | None, int, DataRowFrame]]:
        """Yield axis, number and annotations of each frame, in the order of `frames`."""
        part = self.annotations
        if not (part.frames or part.groups or getattr(part, "_rest", None)):
            return  # most labels have no frames
        axes: list[tuple[str | None, Any]] = [(None, part), *items(part, "groups", self).items()]
        for axis, each in axes:
            frames = items(each, "frames", self)
            try:
                numbers = sorted(frames, key=int)
            except ValueError as error:
                name = self._name()
                raise ResponseFormatError(
                    f"{name}: the number of a frame is not a number ({error})", operation=name
                ) from None
            for number in numbers:
                yield axis, int(number), frames[number]

    def _name(self) -> str:
        return f"label {getattr(self, 'id', 'without an id')}"


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowProject(models.DataRowProject):
    """The labels of a data row in one project: several with consensus or benchmarks."""

    labels: list[DataRowLabel]  # type: ignore[assignment]  # subclasses of the models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowRun(models.DataRowRun):
    """The labels and predictions of a data row in one model run."""

    labels: list[DataRowLabel] | None = None  # type: ignore[assignment]  # subclasses of the models
    predictions: list[DataRowLabel] | None = None  # type: ignore[assignment]  # the same


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowExperiment(models.DataRowExperiment):
    """The runs of one model, by their ids."""

    runs: dict[str, DataRowRun]  # type: ignore[assignment]  # subclasses of the models


@attrs.define(eq=False, repr=False, getstate_setstate=False, kw_only=True)
class DataRowExport(models.DataRowExport):
    """One data row with its labels: a row of export v2."""

    projects: dict[str, DataRowProject] | None = None  # type: ignore[assignment]  # subclasses of the models
    experiments: dict[str, DataRowExperiment] | None = None  # type: ignore[assignment]  # the same

    @property
    def labels(self) -> list[DataRowLabel]:
        """The labels in all projects, then those in model runs that no project has.

        Raises:
            ResponseFormatError: The row has a form that no document or sample shows.
        """
        found: list[DataRowLabel] = []
        for project in items(self, "projects", self).values():
            found += list_of(project, "labels", self)
        if self.experiments or getattr(self, "_rest", None):
            seen = {getattr(label, "id", None) for label in found}
            own = (label for run in self._runs() for label in list_of(run, "labels", self))
            found += [label for label in own if getattr(label, "id", None) not in seen]
        return found

    @property
    def predictions(self) -> list[DataRowLabel]:
        """The predictions of all model runs.

        Raises:
            ResponseFormatError: The row has a form that no document or sample shows.
        """
        return [one for run in self._runs() for one in list_of(run, "predictions", self)]

    @property
    def objects(self) -> list[DataRowObject]:
        """The annotations with a position of all labels, as `DataRowLabel.objects`."""
        found: list[DataRowObject] = []
        for label in self.labels:
            found += label.objects
        return found

    @property
    def classifications(self) -> list[DataRowClassification]:
        """The classifications of all labels, as `DataRowLabel.classifications`."""
        found: list[DataRowClassification] = []
        for label in self.labels:
            found += label.classifications
        return found

    @property
    def annotations(self) -> list[DataRowObject | DataRowClassification]:
        """Objects, then classifications, of each label."""
        found: list[DataRowObject | DataRowClassification] = []
        for label in self.labels:
            found += label.objects
            found += label.classifications
        return found

    def _runs(self) -> list[DataRowRun]:
        models = items(self, "experiments", self).values()
        return [run for model in models for run in items(model, "runs", self).values()]

    def _name(self) -> str:
        info = getattr(self, "data_row", None)
        return f"data row {getattr(info, 'id', 'without an id')}"


def items(part: Any, name: str, owner: Named) -> Mapping[str, Any]:
    """Return a map in a row; empty if it is absent.

    Raises:
        ResponseFormatError: It has a form that no document or sample shows.
    """
    found: Mapping[str, Any] | None = getattr(part, name, None)
    if found is not None:
        return found
    if unread_value(part, name) is part:
        return {}
    operation = owner._name()
    raise ResponseFormatError(
        f"{operation}: {name} is not an object, or a value in it is none", operation=operation
    )
