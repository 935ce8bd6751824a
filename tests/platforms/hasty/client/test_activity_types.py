"""Activity types of Hasty."""

from labelbridge import NULL


def test_activity_type_is_created_updated_and_deleted(hasty, video_project):
    types = hasty.activity_types
    made = types.create(video_project, name="walk", color="#d62728ff", prefix="w")
    assert (made.name, made.color, made.prefix) == ("walk", "#d62728ff", "w")
    assert list(types.list(video_project)) == [made]
    changed = types.update(video_project, made.id, name="Walk", color=NULL)
    assert (changed.id, changed.name, changed.color, changed.prefix) == (made.id, "Walk", None, "w")
    types.delete(video_project, made.id)
    assert types.list(video_project).total() == 0
    null = types.create(video_project, name="run", color=NULL, prefix=NULL)
    assert (null.color, null.prefix) == (None, None)
