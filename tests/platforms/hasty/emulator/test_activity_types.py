def test_delete_removes_the_type_from_segments_and_segments_without_other_types(api, videos):
    walking, running = videos.add_activity_type("walking"), videos.add_activity_type("running")
    video = videos.add_video("a.mp4")
    videos.add_segment(video, 0, 100, walking)
    both = videos.add_segment(video, 100, 200, walking, running)
    other = videos.add_segment(video, 200, 300, running)
    api.delete(f"{videos.path}/activity_types/{walking}")
    segments = api.items(f"{videos.path}/videos/{video['id']}/segments")
    assert segments == [both | {"activities": [running]}, other]
    assert api.names(f"{videos.path}/activity_types") == ["running"]
