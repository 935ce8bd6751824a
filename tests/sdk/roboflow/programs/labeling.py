"""Creates annotation jobs and reads batches and insights with the vendor's SDK.

The SDK takes the host from the environment variable API_URL. The program reads key, start and end
of a report from stdin, and prints its results in its last line: the SDK itself prints to stdout.
"""

import json
import sys

from roboflow import Roboflow
from roboflow.adapters import rfapi


def error_of(action):
    """Return the message of the error that an action raises; the SDK has two kinds."""
    try:
        action()
    except (RuntimeError, rfapi.RoboflowError) as error:
        return str(error)
    return None


given = json.load(sys.stdin)
key = given["key"]
roboflow = Roboflow(key)
workspace = roboflow.workspace()
project = workspace.project("my-cv-project")
batches, jobs = project.get_batches()["batches"], project.get_annotation_jobs()["jobs"]
batch = max(batches, key=lambda each: each["images"])
insights = rfapi.get_labeling_stats(key, workspace.url)
labeler, reviewer, *_ = (each["email"] for each in insights["labelers"])
people = {"labeler_email": labeler, "reviewer_email": reviewer}

created = project.create_annotation_job(
    name="Racoons by night",
    batch_id=batch["id"],
    num_images=10,
    instructions="Tails belong to the racoon",
    **people,
)
after = project.get_batch(batch["id"])
unnamed = project.create_annotation_job(batch_id=batch["id"], **people)  # name and count are null

json.dump(
    {
        "workspace": [roboflow.current_workspace, workspace.name, workspace.url],
        "projects": workspace.projects(),
        "project": [project.id, project.type, project.classes, project.splits],
        "batches": batches,
        "batch": batch,
        "after": after,
        "emptied": project.get_batch(batch["id"]),
        "jobs": jobs,
        "job": project.get_annotation_job(jobs[0]["id"]),
        "created": created,
        "read": project.get_annotation_job(created["id"]),
        "unnamed": unnamed,
        "jobs after": [each["id"] for each in project.get_annotation_jobs()["jobs"]],
        "people": [labeler, reviewer],
        "insights": insights,
        "insights of two weeks": rfapi.get_labeling_stats(
            key, workspace.url, start_date=given["start"], end_date=given["end"]
        ),
        "by adapter": rfapi.list_batches(key, workspace.url, "my-cv-project")["batches"],
        "errors": {
            "unknown batch": error_of(lambda: project.get_batch("nothing")),
            "unknown project": error_of(lambda: roboflow.project("nothing")),
            "unknown person": error_of(
                lambda: project.create_annotation_job(
                    "Racoons", batch["id"], 1, "nobody@example.com", reviewer
                )
            ),
            "adapter's own body": error_of(
                lambda: rfapi.create_annotation_job(
                    key,
                    workspace.url,
                    "my-cv-project",
                    name="Racoons",
                    batch_id=batch["id"],
                    assignees=[labeler],
                )
            ),
            "unknown key": error_of(lambda: Roboflow("an-unknown-key")),
        },
    },
    sys.stdout,
)
