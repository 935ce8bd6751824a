"""Filters of image lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.filters.assets import asset_tests, ids, workflow_tests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.platforms.hasty.filters.assets import Query
    from labelbridge_emulator.platforms.hasty.models.project import Image, Project
    from labelbridge_emulator.platforms.hasty.models.workflow import Finding

ImageTest = Callable[["Image"], bool]


def matching_images(project: Project, query: Query) -> list[Image]:
    """The images of a project that pass all filters of a query, in the order of their import.

    With ``aldi_session_id`` they are the images of that active learning session in its order.
    """
    tests: list[ImageTest] = [*asset_tests(query, "image"), *workflow_tests(query)]
    tests += [*_time_tests(query), *_tag_tests(query), *_required_tests(query)]
    if finding_tests := _finding_tests(query):
        tests.append(
            lambda image: any(
                all(test(finding) for test in finding_tests) for finding in image.workflow.findings
            )
        )
    images = _candidates(project, query.get("aldi_session_id"))
    return [image for image in images if all(test(image) for test in tests)]


def _candidates(project: Project, session_id: str | None) -> Iterable[Image]:
    """All images, or those of an active learning session that still exist."""
    if session_id is None:
        return project.images.values()
    ranking = project.rankings.get(session_id.lower())
    ranked = ranking.image_ids if ranking else ()
    return [project.images[image_id] for image_id in ranked if image_id in project.images]


def _finding_tests(query: Query) -> list[Callable[[Finding], bool]]:
    """Conditions that one finding of the error finder must all meet."""
    tests: list[Callable[[Finding], bool]] = []
    if run_ids := ids(query, "ef_run_ids"):
        tests.append(lambda finding: finding.run_id in run_ids)
    if error_type := query.get("ef_error_type"):
        tests.append(lambda finding: finding.error_type == error_type)
    action = query.get("ef_user_action", "ALL")
    if action != "ALL":
        tests.append(lambda finding: finding.resolved == (action == "RESOLVED"))
    return tests


def _time_tests(query: Query) -> list[ImageTest]:
    tests: list[ImageTest] = []
    if "created_since" in query:
        created_since = _unix_time(query["created_since"])
        tests.append(lambda image: image.uploaded_on >= created_since)
    if "updated_since" in query:
        updated_since = _unix_time(query["updated_since"])
        tests.append(lambda image: image.update_date >= updated_since)
    return tests


def _tag_tests(query: Query) -> list[ImageTest]:
    """Filter by tag class.

    The document has "string or string" and does not say what the other string is, so only ids
    match.
    """
    classes = ids(query, "tag_class_ids")
    if not classes:
        return []
    return [lambda image: any(tag.tag_class.id in classes for tag in image.tags.values())]


def _required_tests(query: Query) -> list[ImageTest]:
    """Filter by required attributes and tags: true selects images that lack one."""
    tests: list[ImageTest] = []
    if "has_missing_attributes" in query:
        attributes = query["has_missing_attributes"]
        tests.append(lambda image: image.lacks_required_attribute is attributes)
    if "has_missing_tags" in query:
        tags = query["has_missing_tags"]
        tests.append(lambda image: image.lacks_required_tag is tags)
    return tests


def _unix_time(seconds: int) -> datetime:
    """Convert a number to an instant.

    The document names no unit; the contract takes the number for Unix time in seconds.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise ApiError(400, f"{seconds} is not a valid Unix time in seconds.") from None
