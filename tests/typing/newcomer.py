"""The program of a newcomer who uses every resource, without casts, assertions and ignored errors.

mypy and pyright check it in strict mode, and a test runs it against the emulator. What a platform
always sends has a plain type; `if` and `or` are only needed for what may be absent.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from labelbridge import AsyncHasty, AsyncLabelbox, AsyncRoboflow, Hasty, Labelbox, Roboflow
from labelbridge.errors import LabelbridgeError, NotFound
from labelbridge.hasty.credentials import DummyCredentials
from labelbridge.hasty.models import Image, Label, Project, Video
from labelbridge.labelbox import (
    BoxObject,
    Checklist,
    Classification,
    DataRowBox,
    DataRowMask,
    DataRowObject,
    DataRowPolygon,
    DataRowText,
    Dropdown,
    ExportRow,
    FreeText,
    LabelObject,
    LineObject,
    MaskObject,
    PointObject,
    PolygonObject,
    Radio,
    read_export,
)
from labelbridge.labelbox import Label as AssetLabel
from labelbridge.roboflow.models import Batch, Job


def megapixels(image: Image) -> float:
    return image.width * image.height / 1e6


def area(label: Label) -> int:
    if label.bbox:
        left, top, right, bottom = label.bbox
        return (right - left) * (bottom - top)
    corners = label.polygon or []
    following = corners[1:] + corners[:1]
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) // 2


def days_since(moment: datetime) -> int:
    return (datetime.now(UTC) - moment) // timedelta(days=1)


def images_and_labels(hasty: Hasty, project: Project) -> None:
    names = {each.id: each.name.upper() for each in hasty.label_classes.list(project.id)}
    areas: defaultdict[str, int] = defaultdict(int)
    for image in hasty.images.list(project.id):
        size = f"{image.width} x {image.height}, {megapixels(image):.1f} MP"
        print(image.name.ljust(20), size, image.status.lower(), image.uploaded_on.year)
        print(image.external_id or "no id of our own", (image.dataset_name or "?").title())
        for label in hasty.labels.list(project.id, image.id):
            areas[names[label.class_id]] += area(label)
            print(label.created_on.date(), (label.z_index or 0) + 1, label.mask and len(label.mask))
            for point in label.keypoints or []:
                print(point.x / image.width, point.y / image.height, point.visible)
            for value in hasty.attributes.values(project.id, label.id):
                print(f"{value.name}: {value.value} ({value.type.value.lower()})")
        print(
            ", ".join(sorted(tag.tag_class_name for tag in hasty.tags.list(project.id, image.id)))
        )
    print(sorted(areas.items(), key=lambda item: -item[1]))
    for found in hasty.labels.search(project.id):
        print(found.class_name.center(20), found.image_name.split(".")[0], found.image_status)


def classes_and_tags(hasty: Hasty, project: Project) -> None:
    classes = [*hasty.label_classes.list(project.id)]
    print({each.name: (each.color or "#000000ff")[1:7] for each in classes})
    print(max(each.norder or 0.0 for each in classes) + 1)
    for attribute in hasty.attributes.list(project.id):
        print(attribute.name, [each.value.lower() for each in attribute.values])
        print(attribute.class_count + 1, "required" if attribute.is_required else "optional")
    for link in hasty.attributes.classes(project.id):
        print(link.attribute_order < link.class_order)
    groups = {str(group.id): group.name for group in hasty.tag_groups.list(project.id)}
    for tag in hasty.tag_classes.list(project.id):
        print(groups.get(tag.tag_group_id or "", "no group"), tag.name.casefold())
    for schema in hasty.keypoint_schemas.list(project.id):
        points = [(each.name, each.editor_x * 100) for each in schema.keypoint_classes or []]
        print(schema.name, points, days_since(schema.create_date))


def new_project(hasty: Hasty, folder: Path, photo: bytes) -> UUID:
    project = hasty.projects.create(name="Newcomer")
    dataset = hasty.datasets.create(project.id, name="June")
    car = hasty.label_classes.create(project.id, name="car")
    image = hasty.images.upload(project.id, photo, dataset_id=dataset.id, filename="a.jpg")
    boxes = [[10 * n, 10, 10 * n + 8, image.height - 10] for n in range(3)]
    made = hasty.labels.create(
        project.id, image.id, [{"class_id": car.id, "bbox": box} for box in boxes]
    )
    print(sum(area(label) for label in made) / (image.width * image.height))
    hasty.images.set_status(project.id, image.id, status="DONE")
    (upload,) = hasty.uploads.create(project.id, count=1)
    print(upload.url.partition("?")[0], len(upload.id))
    job = hasty.exports.create(project.id, format="json_coco", image_status=["DONE"])
    done = hasty.exports.wait(project.id, job.id)
    if done.started_on and done.completed_on:
        print((done.completed_on - done.started_on).total_seconds())
    path = hasty.exports.download(project.id, job.id, to=folder / "newcomer.zip")
    print(path.name, path.stat().st_size // 1024, dataset.name + "!", project.created_on.year)
    return project.id


def seconds(video: Video) -> float:
    return video.duration_frames / video.frame_rate


def videos(hasty: Hasty, project: Project) -> None:
    activities = {each.id: each.name for each in hasty.activity_types.list(project.id)}
    for video in hasty.videos.list(project.id):
        print(video.name, f"{seconds(video):.1f} s", video.width // 2, video.duration_ms / 1000)
        for part in hasty.segments.list(project.id, video.id):
            names = [activities[each] for each in part.activities]
            print(part.end_time_ms - part.start_time_ms, " and ".join(names), part.created_at.hour)


def models_and_buckets(hasty: Hasty, project: Project, photo: bytes) -> None:
    model = hasty.inference.wait(project.id, "object_detector")
    for found in hasty.inference.detect_objects(project.id, photo, model_id=model.model_id):
        left, top, right, bottom = found.bbox
        print(round(found.score * 100), (left + right) / 2, (top + bottom) / 2, found.class_id.hex)
    for heuristic in hasty.active_learning.heuristics(project.id):
        print(heuristic.name.title(), heuristic.model_family, heuristic.is_active)
    session = hasty.active_learning.rank(project.id)
    print(session.status.lower(), session.session_name or session.session_id)
    for run in hasty.automated_labeling.list(project.id):
        print(run.status, f"{run.progress:.0%}", run.images_processed / max(run.num_images, 1))
    for workspace in hasty.workspaces.list():
        print(workspace.name, [*hasty.buckets.list(workspace.id)][:1])
        bucket = hasty.buckets.create(workspace.id, DummyCredentials(secret="s"), description="b")
        print(
            (bucket.description or "").upper(), bucket.cloud_provider, bucket.created_at.isoformat()
        )
        print(
            [key.split("/")[-1] for key in hasty.buckets.files(workspace.id, bucket.credential_id)]
        )


def progress(job: Job) -> float:
    return (job.annotated + job.approved / 2) / max(job.num_images, 1)


def share(batch: Batch, total: int) -> str:
    return f"{batch.name}: {batch.images / max(total, 1):.0%}, {batch.uploaded:%d %B %Y}"


def roboflow_report(roboflow: Roboflow) -> None:
    workspace = roboflow.workspaces.check_key().workspace
    print(roboflow.workspaces.get(workspace).name.upper())
    project = roboflow.projects.get(workspace, "my-cv-project")
    print(project.name, project.images - project.unannotated, project.created < project.updated)
    for name, count in project.classes.items():
        print(name, count)
    for version in roboflow.projects.versions(workspace, "my-cv-project"):
        print(version.name, version.images * 2, version.id.rsplit("/")[-1], version.exports)
    batches = [*roboflow.batches.list(workspace, "my-cv-project")]
    total = sum(batch.images for batch in batches)
    print(*[share(batch, total) for batch in batches], sep="\n")
    newest = max(batches, key=lambda batch: batch.uploaded)
    job = roboflow.jobs.create(
        workspace,
        "my-cv-project",
        name=f"{newest.name} {newest.num_jobs + 1}",
        batch_id=newest.id,
        num_images=min(newest.images, 2),
        labeler_email="lenny@example.com",
        reviewer_email="reviewer@example.com",
    )
    print(job.labeler.split("@")[0], f"{progress(job):.0%}", days_since(job.created) < 1)
    report = roboflow.insights.get(workspace, start_date="2023-08-01", end_date="2023-08-31")
    who = {labeler.id: labeler.display_name for labeler in report.labelers}
    for row in report.data:
        print(who[row.labeler_id], row.boxes_drawn / max(row.images_labeled, 1), row.approved + 1)
    print(report.stats.num_boxes_drawn // 2, (report.stats.approval_rate or 0) * 100)


def describe(annotation: LabelObject | Classification) -> str:
    match annotation:
        case BoxObject(title=title, bbox=box):
            return f"{title}: box, {box.width * box.height:.0f} pixels"
        case PolygonObject(title=title, polygon=points):
            return f"{title}: polygon around {sum(point.x for point in points) / len(points):.0f}"
        case LineObject(title=title, line=points):
            return f"{title}: line from {points[0].y:.0f} to {points[-1].y:.0f}"
        case PointObject(title=title, point=point):
            return f"{title}: point, {point.x + point.y:.0f}"
        case MaskObject(instance_uri=uri):
            return f"mask at {uri.partition('?')[0]}"
        case LabelObject():
            questions = [each.title.lower() for each in annotation.annotations]
            return f"{annotation.title}: {annotation.kind}, {', '.join(questions)}"
        case Radio(title=title, answer=answer):
            return f"{title}: {answer.title.lower()}"
        case FreeText(title=title, answer=text):
            return f"{title}: {text.strip()}"
        case Checklist(title=title, answers=answers) | Dropdown(title=title, answer=answers):
            return f"{title}: {' and '.join(answer.title for answer in answers)}"
        case _:
            return annotation.title.upper()


def position(thing: DataRowObject) -> str:
    match thing:
        case DataRowBox(bounding_box=box):
            return f"box, {box.width * box.height:.0f} pixels"
        case DataRowPolygon(polygon=points):
            return f"polygon around {sum(point.x for point in points) / len(points):.0f}"
        case DataRowText(range=part) if part:
            return f"{part.end + 1 - part.start} characters"
        case _:
            return thing.kind


def labelbox_rows(labelbox: Labelbox, folder: Path) -> None:
    project = labelbox.project("cle25fahd8djyjtl6z7sxsmt6")
    parts = ["label_details", "project_details", "performance_details", "metadata_fields"]
    for row in project.exports.rows(since=datetime(2020, 1, 1, tzinfo=UTC), include=parts):
        print(row.data_row.id[-4:], row.data_row.row_data[:20], row.data_row.global_key or "no key")
        print([field.schema_name.upper() for field in row.metadata_fields or []])
        print((row.media_attributes.width or 0) / (row.media_attributes.height or 1))
        for number, label in enumerate(row.labels):
            if label.label_details and label.performance_details:
                print(number, label.label_details.created_by.split("@")[0], label.id)
                print((label.performance_details.seconds_to_create or 0) / 60)
            for frame in label.frames:
                keys = [thing.name for thing in frame.objects if frame.is_key_frame(thing)]
                print(frame.number / 30, " and ".join(keys))
        for part in (row.projects or {}).values():
            if part.project_details:
                print(part.name, (part.project_details.workflow_status or "?").title())
        for thing in row.objects:
            print(thing.name, position(thing), [each.name for each in thing.annotations])
            if isinstance(thing, DataRowMask):
                mask = labelbox.masks.get(thing)
                print(mask.area / (mask.width * mask.height), mask.pixels.mean() * 100)
                print(mask.rle()["counts"][:10], max(mask.box or [0]))
        for question in row.classifications:
            print(question.name, ", ".join(question.choices or []) or (question.text or "").strip())
    task = project.exports.create(workflow_status="Done", name="newcomer")
    done = labelbox.exports.wait(task)
    print(done.status.lower(), (done.completion_percentage or 0) / 100, (done.name or "").title())
    path = labelbox.exports.download(done.id, to=folder / "rows.ndjson")
    print(sum(len(row.objects) for row in read_export(path)), len([*labelbox.exports.read(done)]))


def labelbox_old_export(labelbox: Labelbox, folder: Path) -> None:
    project = labelbox.project("cle25fahd8djyjtl6z7sxsmt6")
    kinds: Counter[str] = Counter()
    for row in project.labels.export(start="2020-01-01"):
        print(row.id[-4:], row.labeled_data[:20], row.project_name, row.external_id)
        if row.created_at and row.updated_at:  # rows of 2018 have no times
            print(row.created_at.strftime("%d.%m."), row.updated_at - row.created_at)
        kinds.update(annotation.kind for annotation in row.annotations)
        print(*[describe(annotation) for annotation in row.annotations], sep="\n")
        print(sum(review.score for review in row.reviews or []), (row.agreement or 0) + 1)
        print(len(row.objects) / (len(row.classifications) + 1))
        if has_frames(row):
            for frame in labelbox.labels.frames(row):
                print(frame.frame_number + 1, [shape.title for shape in frame.objects or []])
    print(kinds.most_common(3))
    path = project.labels.download(to=folder / "labels.json")
    print(sum(len(row.objects) for row in read_export(path)) / len(kinds))


def has_frames(row: ExportRow) -> bool:
    return isinstance(row.label, AssetLabel) and bool(row.label.frames)


async def everything_at_once() -> None:
    async with AsyncHasty() as hasty, AsyncRoboflow() as roboflow, AsyncLabelbox() as labelbox:
        projects = [project async for project in hasty.projects.list()]
        totals = await asyncio.gather(*[hasty.images.list(each.id).total() for each in projects])
        print({each.name: total for each, total in zip(projects, totals, strict=True)})
        async for batch in roboflow.batches.list("my-workspace", "my-cv-project"):
            print(batch.name, batch.images + 1)
        async with labelbox.exports.rows("cle25fahd8djyjtl6z7sxsmt6") as rows:
            async for row in rows:
                print(row.data_row.id, [annotation.name for annotation in row.annotations])
                for thing in row.objects:
                    if isinstance(thing, DataRowMask):
                        print((await labelbox.masks.get(thing)).area + 1)


def main(folder: Path, photo: bytes) -> None:
    with Hasty() as hasty, Roboflow() as roboflow, Labelbox() as labelbox:
        made = new_project(hasty, folder, photo)
        for project in hasty.projects.list():
            images_and_labels(hasty, project)
            videos(hasty, project)
        project = next(each for each in hasty.projects.list() if each.name == "Street scenes")
        classes_and_tags(hasty, project)
        models_and_buckets(hasty, project, photo)
        hasty.projects.delete(made)
        try:
            print(hasty.projects.get(made).name)
        except NotFound as error:
            print(error.status + 1, error.operation)
        roboflow_report(roboflow)
        labelbox_rows(labelbox, folder)
        labelbox_old_export(labelbox, folder)
    try:
        asyncio.run(everything_at_once())
    except LabelbridgeError as error:
        print(f"failed: {error}")
        raise
