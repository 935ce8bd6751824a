"""Rows of export files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelbridge_emulator.platforms.labelbox.exporters.masks import draw_mask
from labelbridge_emulator.platforms.labelbox.models import timestamp

if TYPE_CHECKING:
    from labelbridge_emulator.handler import JSON, Request
    from labelbridge_emulator.platforms.labelbox.models import Label, Project

_MASK_LIFETIME = 30 * 24 * 3600.0
"""Lifetime of the URL of a mask, in seconds; 30 days as in the tokens of published samples."""


def row_json(request: Request, project: Project, label: Label) -> JSON:
    """Return the row of a label, with URLs of this emulator; skipped labels have no annotations."""
    return {
        "ID": label.id,
        "DataRow ID": label.row.id,
        "Labeled Data": label.row.row_data,
        "Label": {} if label.skipped else _annotations(request, label),
        "Created By": label.created_by,
        "Project Name": project.name,
        "Created At": timestamp(label.created),
        "Updated At": timestamp(label.updated),
        "Seconds to Label": label.seconds,
        "External ID": label.row.external_id,
        "Global Key": label.row.global_key,
        "Agreement": label.agreement,
        "Is Benchmark": int(label.is_benchmark),
        "Benchmark Agreement": label.benchmark_agreement,
        "Benchmark ID": label.benchmark_id,
        "Dataset Name": label.row.dataset,
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
    """Return an object with the URL of its mask.

    In exports, all objects of images and documents have a mask. It is drawn when the label is first
    exported.
    """
    feature = annotation["featureId"]
    if label.canvas is None:
        return annotation
    key = f"masks/feature/{feature}"
    if request.store.files.get(key) is None:
        mask = draw_mask(annotation, label.areas.get(feature), label.canvas)
        request.store.files.put(key, mask, "image/png")
    return {**annotation, "instanceURI": request.signed_url("GET", key, lifetime=_MASK_LIFETIME)}
