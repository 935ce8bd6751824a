"""Rows of export v2, with their labels and annotations.

The classes are subclasses of the generated models. This module does no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

import attrs

from labelbridge._core.json.decode import list_items, unread_value
from labelbridge.errors import ResponseFormatError
from labelbridge.labelbox.data_row_classifications import (
    DataRowClassification,
    classifications_of,
    flat,
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
    objects: list[DataRowObject]
    classifications: list[DataRowClassification]
    key_features: frozenset[str]

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
        own = list_items(self.annotations, "objects", operation=self._name())
        return [*own, *(one for frame in self.frames for one in frame.objects)]

    @property
    def classifications(self) -> list[DataRowClassification]:
        """The classifications of the asset, and of its axes and frames, at any depth.

        A question is followed by those below its answers. Those of an object are in its
        `annotations`.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows.
        """
        name = self._name()
        own = [*classifications_of(self.annotations, name)]
        for axis in items(self.annotations, "groups", name).values():
            own += classifications_of(axis, name)
        return [*flat(own), *(one for frame in self.frames for one in frame.classifications)]

    @property
    def frames(self) -> list[LabeledFrame]:
        """The labeled frames of a video by number, or of a DICOM series by axis and number.

        They are key frames, unless interpolated frames were requested for the export.

        Raises:
            ResponseFormatError: The label has a form that no document or sample shows.
        """
        part = self.annotations
        if not (part.frames or part.groups or getattr(part, "_rest", None)):
            return []
        name = self._name()
        axes: list[tuple[str | None, Any]] = [(None, self.annotations)]
        axes += items(self.annotations, "groups", name).items()
        keys = key_frames(self.annotations.key_frame_feature_map)
        return [
            LabeledFrame(
                number,
                axis,
                [*items(frame, "objects", name).values()],
                flat(classifications_of(frame, name)),
                keys.get((axis, number), frozenset()),
            )
            for axis, part in axes
            for number, frame in _in_order(items(part, "frames", name), name)
        ]

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
        name = self._name()
        found: list[DataRowLabel] = []
        for project in items(self, "projects", name).values():
            found += list_items(project, "labels", operation=name)
        if not self.experiments and not getattr(self, "_rest", None):
            return found
        seen = {getattr(label, "id", None) for label in found}
        for run in self._runs():
            own = list_items(run, "labels", operation=name)
            found += [label for label in own if getattr(label, "id", None) not in seen]
        return found

    @property
    def predictions(self) -> list[DataRowLabel]:
        """The predictions of all model runs.

        Raises:
            ResponseFormatError: The row has a form that no document or sample shows.
        """
        lists = (list_items(run, "predictions", operation=self._name()) for run in self._runs())
        return [one for found in lists for one in found]

    @property
    def objects(self) -> list[DataRowObject]:
        """The annotations with a position of all labels, as `DataRowLabel.objects`."""
        return [one for label in self.labels for one in label.objects]

    @property
    def classifications(self) -> list[DataRowClassification]:
        """The classifications of all labels, as `DataRowLabel.classifications`."""
        return [one for label in self.labels for one in label.classifications]

    @property
    def annotations(self) -> list[DataRowObject | DataRowClassification]:
        """Objects, then classifications, of each label."""
        found: list[DataRowObject | DataRowClassification] = []
        for label in self.labels:
            found += label.objects
            found += label.classifications
        return found

    def _runs(self) -> Iterable[DataRowRun]:
        for experiment in items(self, "experiments", self._name()).values():
            yield from items(experiment, "runs", self._name()).values()

    def _name(self) -> str:
        info = getattr(self, "data_row", None)
        return f"data row {getattr(info, 'id', 'without an id')}"


def items(part: Any, name: str, operation: str) -> Mapping[str, Any]:
    """Return a map in a row; empty if it is absent.

    Raises:
        ResponseFormatError: It has a form that no document or sample shows.
    """
    found: Mapping[str, Any] | None = getattr(part, name, None)
    if found is not None:
        return found
    raw = unread_value(part, name)
    if raw is part:
        return {}
    raise ResponseFormatError(
        f"{operation}: {name} is not an object, or a value in it is none", operation=operation
    )


def _in_order(frames: Mapping[str, Any], operation: str) -> list[tuple[int, Any]]:
    """Return frames with their numbers, in the order of the numbers."""
    try:
        return sorted(((int(key), frame) for key, frame in frames.items()), key=itemgetter(0))
    except ValueError as error:
        raise ResponseFormatError(
            f"{operation}: the number of a frame is not a number ({error})", operation=operation
        ) from None
