from tests.platforms.hasty.emulator.api import Api, VideoProject


def test_update_keeps_omitted_fields(api: Api, videos: VideoProject) -> None:
    path = f"{videos.path}/activity_types"
    created = api.post(path, {"name": "walking", "color": "#ff00aa99", "prefix": "w"})
    changed = api.put(f"{path}/{created['id']}", {"name": "running", "color": None})
    assert changed == created | {"name": "running", "color": None}
    assert api.items(path) == [changed]


def test_color_and_prefix_are_optional_and_names_are_not_unique(
    api: Api, videos: VideoProject
) -> None:
    created = [api.post(f"{videos.path}/activity_types", {"name": "walking"}) for _ in range(2)]
    assert (created[0]["color"], created[0]["prefix"]) == (None, None)
    assert created[0]["id"] != created[1]["id"]


def test_delete_removes_the_type_from_segments_and_segments_without_other_types(
    api: Api, videos: VideoProject
) -> None:
    walking, running = videos.add_activity_type("walking"), videos.add_activity_type("running")
    video = videos.add_video("a.mp4")
    videos.add_segment(video, 0, 100, walking)
    both = videos.add_segment(video, 100, 200, walking, running)
    other = videos.add_segment(video, 200, 300, running)
    api.delete(f"{videos.path}/activity_types/{walking}")
    segments = api.items(f"{videos.path}/videos/{video['id']}/segments")
    assert segments == [both | {"activities": [running]}, other]
    assert api.names(f"{videos.path}/activity_types") == ["running"]
