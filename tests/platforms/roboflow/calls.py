"""A call for each of Roboflow's operations, with the demo data."""

from tests.support.calls import Calls, World


class Racoons(World):
    """The demo project with racoons."""

    workspace = "my-workspace"
    project = "my-cv-project"
    batch = "6VN0fFQIWU1E24bDjGsN"
    job = "h2E42jt686yLyMIxxqOQ"
    labeler = "lenny@example.com"
    reviewer = "reviewer@example.com"


PROBE = "check_key", lambda roboflow: roboflow.workspaces.check_key()
"""An idempotent operation, and a call with a result that is not empty."""

CALLS: Calls = {
    "check_key": lambda roboflow, _: roboflow.workspaces.check_key(),
    "get_workspace": lambda roboflow, its: roboflow.workspaces.get(its.workspace),
    "get_insights": lambda roboflow, its: roboflow.insights.get(
        its.workspace, start_date="2023-08-01", end_date="2023-08-31"
    ),
    "get_project": lambda roboflow, its: (
        roboflow.projects.get(its.workspace, its.project),
        list(roboflow.projects.versions(its.workspace, its.project)),
    ),
    "list_batches": lambda roboflow, its: list(roboflow.batches.list(its.workspace, its.project)),
    "get_batch": lambda roboflow, its: roboflow.batches.get(its.workspace, its.project, its.batch),
    "list_jobs": lambda roboflow, its: list(roboflow.jobs.list(its.workspace, its.project)),
    "create_job": lambda roboflow, its: roboflow.jobs.create(
        its.workspace,
        its.project,
        name="Racoons",
        batch_id=its.batch,
        num_images=2,
        labeler_email=its.labeler,
        reviewer_email=its.reviewer,
    ),
    "get_job": lambda roboflow, its: roboflow.jobs.get(its.workspace, its.project, its.job),
}
