"""The filters of image lists.

A parameter that was not sent, and an empty list, let everything through.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from labelbridge_emulator.handler import ApiError
from labelbridge_emulator.platforms.hasty.filters.media import ids, media_tests, workflow_tests
from labelbridge_emulator.platforms.hasty.models.attributes import misses_attribute
from labelbridge_emulator.platforms.hasty.models.tags import misses_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from labelbridge_emulator.platforms.hasty.filters.media import Query
    from labelbridge_emulator.platforms.hasty.models.state import Image, Project
    from labelbridge_emulator.platforms.hasty.models.workflow import Finding

Test = Callable[["Image"], bool]


def matching_images(project: Project, query: Query) -> list[Image]:
    """The images of a project that pass all filters of a query, in the order of their import.

    Those that a session of active learning ranked come in its order, the one to label first at the
    front.
    """
    tests: list[Test] = [*media_tests(query, "image"), *workflow_tests(query)]
    tests += [*_image_tests(query), *_class_tests(query)]
    if finding_tests := _finding_tests(query):
        tests.append(
            lambda image: any(
                all(test(finding) for test in finding_tests) for finding in image.workflow.findings
            )
        )
    images = _candidates(project, query.get("aldi_session_id"))
    return [image for image in images if all(test(image) for test in tests)]


def _candidates(project: Project, session_id: str | None) -> Iterable[Image]:
    """All images, or those of a session that are still there."""
    if session_id is None:
        return project.images.values()
    ranking = project.rankings.get(session_id.lower())
    ranked = ranking.image_ids if ranking else ()
    return [project.images[image_id] for image_id in ranked if image_id in project.images]


def _finding_tests(query: Query) -> list[Callable[[Finding], bool]]:
    """What one finding of the error finder must be at once."""
    tests: list[Callable[[Finding], bool]] = []
    if run_ids := ids(query, "ef_run_ids"):
        tests.append(lambda finding: finding.run_id in run_ids)
    if error_type := query.get("ef_error_type"):
        tests.append(lambda finding: finding.error_type == error_type)
    action = query.get("ef_user_action", "ALL")
    if action != "ALL":
        tests.append(lambda finding: finding.resolved == (action == "RESOLVED"))
    return tests


def _image_tests(query: Query) -> list[Test]:
    tests: list[Test] = []
    if "created_since" in query:
        created_since = _unix_time(query["created_since"])
        tests.append(lambda image: image.uploaded_on >= created_since)
    if "updated_since" in query:
        updated_since = _unix_time(query["updated_since"])
        tests.append(lambda image: image.update_date >= updated_since)
    return tests


def _class_tests(query: Query) -> list[Test]:
    """By tags, and by what is required.

    The document says "string or string" of a tag class: which keyword the other string is, it lost;
    so only ids find something. Of what is required, true asks for the images that miss some, false
    for those that miss none.
    """
    tests: list[Test] = []
    if classes := ids(query, "tag_class_ids"):
        tests.append(lambda image: any(tag.tag_class.id in classes for tag in image.tags.values()))
    if "has_missing_attributes" in query:
        attributes = query["has_missing_attributes"]
        tests.append(lambda image: misses_attribute(image) is attributes)
    if "has_missing_tags" in query:
        tags = query["has_missing_tags"]
        tests.append(lambda image: misses_tag(image) is tags)
    return tests


def _unix_time(seconds: int) -> datetime:
    """The instant that a number means.

    The document gives the number no unit; the contract takes it for Unix time in seconds.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise ApiError(400, f"{seconds} is no Unix time in seconds.") from None
