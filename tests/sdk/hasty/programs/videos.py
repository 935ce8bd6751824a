"""Creates, annotates, exports and deletes a video project with the vendor's SDK.

Reads its input from stdin (url, key, video, folder) and prints its results.
"""

import json
import sys
import time

from hasty import Client
from hasty.constants import ProjectType
from hasty.exception import ValidationException

EXTERNAL = "https://films.example.com/2024/tram.mp4"


def named(things):
    return sorted(each.name for each in things)


def error_of(action):
    """Return the message of the error that an action raises."""
    try:
        action()
    except ValidationException as error:
        return error.message
    return None


def import_videos(project, given, seen):
    """Upload a video, import another by URL; wait, read, move, filter and delete them."""
    stop, spare = project.create_dataset("stop", 1), project.create_dataset("spare", 2)
    video = project.upload_from_file(stop, given["video"])
    target = f"{given['folder']}/downloaded"
    seen["early"] = [video.health_status, error_of(lambda: video.download(target))]
    while video.check_health() == "PROCESSING":
        time.sleep(0.05)
    video.download(target)
    video = project.get_video(video.id)
    seen["video"] = {
        "name": [video.name, video.dataset_id == stop.id, video.status, video.health_status],
        "size": [video.width, video.height, video.format],
        "length": [video.duration_ms, video.duration_frames],
    }
    tram = project.upload_from_url(spare.id, "tram.mp4", EXTERNAL)
    gone = project.upload_from_url(spare, "gone.mp4", EXTERNAL)
    gone.delete()
    tram.rename("old tram.mp4")
    tram.move(stop.id)
    moved = tram.dataset_id == stop.id
    tram.move(spare)
    seen["tram"] = [tram.name, tram.public_url, moved, tram.dataset_id == spare.id]
    video.set_status("DONE")
    tram.set_status("TO REVIEW")
    seen["listed"] = {
        "all": named(project.get_videos()),
        "dataset": named(project.get_videos(dataset=stop)),
        "dataset's id": named(project.get_videos(dataset=spare.id)),
        "datasets": named(project.get_videos(dataset=[stop, spare.id])),
        "status": named(project.get_videos(video_status="DONE")),
        "statuses": named(project.get_videos(video_status=["DONE", "TO REVIEW"])),
        "both": named(project.get_videos(dataset=stop, video_status=["TO REVIEW", "SKIPPED"])),
    }
    return video, spare


def activity_types(project, seen):
    """Create activity types; edit, delete and list them."""
    walk = project.create_activity_type("wlk", "#1f77b4ff")
    wait = project.create_activity_type("wait", None)
    spare = project.create_activity_type("spare", None)
    walk.edit("walk", "#d62728ff")
    spare.delete()
    seen["types"] = [[each.name, each.color] for each in project.get_activity_types()]
    return walk, wait


def create_activities(video, walk, wait, seen):
    """Create activities; replace, edit, filter and delete them."""
    names = {walk.id: "walk", wait.id: "wait"}

    def result(found):
        return [
            [each.start_time_ms, each.end_time_ms, *sorted(names[id_] for id_ in each.activities)]
            for each in found
        ]

    steps = seen["activities"] = {"initial": result(video.get_activities())}
    video.create_activity(0, 500, [walk])
    video.create_activity(500, 1000, [walk.id, wait.id])
    late = video.create_activity(1200, 1500, [wait])
    steps["made"] = result(video.get_activities())
    video.create_activity(400, 600, [wait], replace_overlap=True)
    steps["replaced"] = result(video.get_activities())
    edited = late.edit(1300, 1900, [wait, walk])
    steps["edited"] = [*result([late]), late.id == edited.id, late.video_id == video.id]
    first = video.create_activity(0, 400, [walk])
    steps["of a type"] = result(video.get_activities(activity_type_id=walk.id))
    steps["from"] = result(video.get_activities(start_time_ms=400))
    steps["up to"] = result(video.get_activities(end_time_ms=600))
    steps["within"] = result(video.get_activities(wait.id, start_time_ms=100, end_time_ms=700))
    first.delete()
    wait.delete()
    steps["left"] = result(video.get_activities())


def exports(client, project, given, seen):
    """Export the listed project: the SDK's class for video projects exports nothing."""
    (listed,) = [each for each in client.get_projects() if each.id == project.id]
    job = listed.export("tram stop", "json_v1.1")
    while job.check_status() != "DONE":
        time.sleep(0.05)
    job.download(given["folder"])
    seen["exports"] = {
        "kinds": [type(each).__name__ for each in (project, listed)],
        "VideoProject": project.export("tram stop", "json_v1.1"),
        "coco": error_of(lambda: listed.export("tram stop", "json_coco")),
    }


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    workspace = client.get_workspaces()[0]
    made = client.create_project(workspace, "Tram stop", content_type=ProjectType.Video)
    project = client.get_project(made.id)
    seen["project"] = [type(made).__name__, type(project).__name__, project.name]
    video, spare = import_videos(project, given, seen)
    walk, wait = activity_types(project, seen)
    create_activities(video, walk, wait, seen)
    exports(client, project, given, seen)
    spare.delete()
    seen["without the dataset"] = named(project.get_videos())
    project.delete()
    seen["projects left"] = [each.id for each in client.get_projects()].count(project.id)
    json.dump(seen, sys.stdout)


main()
