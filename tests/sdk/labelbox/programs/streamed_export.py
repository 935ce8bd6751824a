"""Exports data rows with the vendor's SDK, 7.17.0: by tasks with streams, and by a task with files.

Reads URLs, key, ids and filters from stdin, and prints the rows of the exports.
"""

import json
import sys
from types import SimpleNamespace

from labelbox import Client, DataRow, ExportTask, StreamType
from labelbox.schema import task as task_module

ROWS = ("attachments", "data_row_details", "embeddings", "metadata_fields")
LABELS = ("label_details", "performance_details", "project_details")
PROJECT = dict.fromkeys((*ROWS, *LABELS), True)
CATALOG = PROJECT | {"all_projects": True, "predictions": True, "all_model_runs": True}
RUN = dict.fromkeys((*ROWS, "predictions", "model_run_details"), True)

given = json.load(sys.stdin)
options = {"endpoint": given["endpoint"], "rest_endpoint": given["rest"]}
client = Client(given["key"], **options)
# the SDK waits two seconds between two polls
task_module.time = SimpleNamespace(sleep=lambda _seconds: None)


def stream(task, kind=StreamType.RESULT):
    """Return the values of a stream, once its task is complete."""
    task.wait_till_done()
    return [each.json for each in task.get_buffered_stream(kind)]


def ids(task):
    """Return the ids of the exported data rows. There is no stream if there are none."""
    task.wait_till_done()
    return [row["data_row"]["id"] for row in stream(task)] if task.has_result() else []


def error_of(action):
    """Return the name and the message of the error that an action raises."""
    try:
        action()
    except Exception as error:  # any error is reported
        return [type(error).__name__, str(error)]
    return None


errors = {"rate limit": error_of(lambda: client.get_project(given["project"]))}
project = client.get_project(given["project"])
dataset = client.get_dataset(given["dataset"])
part = client.get_catalog_slice(given["slice"])
model_run = client.get_model_run(given["run"])
catalog = client.get_catalog()
tasks = {name: ExportTask.get_task(client, each) for name, each in given["tasks"].items()}
exports = {
    "other forms": tasks["other forms"],
    "project": project.export(task_name="All of it", params=PROJECT),
    "frames": project.export(params={"interpolated_frames": True}),
    "dataset": dataset.export(params=CATALOG),
    "catalog": catalog.export(),
    "key": catalog.export(filters=given["filters"]["key"], params=CATALOG),
    "slice": part.export(params={"all_projects": True}),
    "model run": model_run.export(params=RUN),
    "data row": DataRow.export(client, global_keys=given["filters"]["key"]["global_keys"]),
}
rows = {name: stream(task) for name, task in exports.items()}
whole = exports["project"]
filtered = {name: ids(project.export(filters=each)) for name, each in given["filters"].items()}
files = project.export_v2(filters=given["filters"]["id"])
files.wait_till_done()

problems = stream(tasks["other forms"], StreamType.ERRORS)
empty = project.export(filters={"global_keys": ["unknown"]})
empty.wait_till_done()
other = Client("an-unknown-key", **options)
errors |= {
    "failed": error_of(tasks["failed"].get_buffered_stream),
    "empty": error_of(empty.get_buffered_stream),
    "unknown dataset": error_of(lambda: client.get_dataset("unknown")),
    "unknown slice": error_of(lambda: client.get_catalog_slice("unknown")),
    "unknown run": error_of(lambda: client.get_model_run("unknown")),
    "unknown task": error_of(lambda: ExportTask.get_task(client, "unknown")),
    "unknown key": error_of(lambda: other.get_catalog().export()),
}

json.dump(
    {
        "found": [
            [dataset.name, dataset.row_count, str(dataset.created_at)],
            [part.name, part.filter],
            [model_run.name, model_run.model_id],
        ],
        "task": [whole.name, whole.status, whole.completion_percentage, whole.type],
        "size": [whole.get_total_file_size(kind) for kind in StreamType],
        "lines": whole.get_total_lines(StreamType.RESULT),
        "exports": {name: [task.uid, rows[name]] for name, task in exports.items()},
        "filtered": filtered,
        "files": [row["data_row"]["id"] for row in files.result],
        "problems": problems,
        "errors": errors,
    },
    sys.stdout,
)
