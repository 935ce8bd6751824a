"""A label as a row of an export file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.exporters.masks import draw_mask
from labelbridge_emulator.platforms.labelbox.models import timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.labelbox.models import Label, Project

_MASKS_LIVE = 30 * 24 * 3600.0
"""Seconds until the address of a mask expires; the tokens of published samples all say 30 days."""


def row_json(request: Request, project: Project, label: Label) -> JSON:
    """The row, its addresses pointing at this emulator; a skipped label has no annotations."""
    return {
        "ID": label.id,
        "DataRow ID": label.data_row_id,
        "Labeled Data": label.labeled_data,
        "Label": {} if label.skipped else _annotations(request, label),
        "Created By": label.created_by,
        "Project Name": project.name,
        "Created At": timestamp(label.created),
        "Updated At": timestamp(label.updated),
        "Seconds to Label": label.seconds,
        "External ID": label.external_id,
        "Global Key": label.global_key,
        "Agreement": label.agreement,
        "Is Benchmark": int(label.is_benchmark),
        "Benchmark Agreement": label.benchmark_agreement,
        "Benchmark ID": label.benchmark_id,
        "Dataset Name": label.dataset,
        "Reviews": label.reviews,
        "View Label": f"https://editor.labelbox.com?project={project.id}&label={label.id}",
        "Has Open Issues": label.open_issues,
        "Skipped": label.skipped,
        "DataRow Workflow Info": label.workflow,
    }


def _annotations(request: Request, label: Label) -> dict[str, Any]:
    annotations: dict[str, Any] = {
        "objects": [_with_mask(request, label, each) for each in label.objects],
        "classifications": label.classifications,
        "relationships": label.relationships,
    }
    if label.frames is not None:
        annotations["frames"] = f"{request.urls.labelbox}/v1/frames/{label.id}"
    return annotations


def _with_mask(request: Request, label: Label, annotation: dict[str, Any]) -> dict[str, Any]:
    """An object with the address of its mask.

    Exports give one to every object of images and documents, not only to masks. The mask is drawn
    when the label is first exported.
    """
    feature = annotation["featureId"]
    if label.canvas is None:
        return annotation
    key = f"masks/feature/{feature}"
    if request.store.files.get(key) is None:
        mask = draw_mask(annotation, label.areas.get(feature), label.canvas)
        request.store.files.put(key, mask, "image/png")
    return {**annotation, "instanceURI": request.signed_url("GET", key, lifetime=_MASKS_LIVE)}
