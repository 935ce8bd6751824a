"""Upload a folder of images to Hasty, and assign unassigned images on Roboflow to labelers.

    python upload_and_assign.py photos --project Traffic --dataset June \
        --assign my-workspace/my-project --labeler mara@example.com --labeler chen@example.com

The keys are in HASTY_API_KEY and ROBOFLOW_API_KEY. It can be run again at any time; it skips images
that are already uploaded or assigned. Exit status: 0, success; 1, some images or labelers
were rejected and are listed; 2, invalid arguments; 3, a platform rejected the key, has no such
project or is not available.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from labelbridge import Hasty, Roboflow
from labelbridge.errors import (
    BadRequest,
    Conflict,
    ConnectionFailed,
    InvalidArgument,
    LabelbridgeError,
    ServerError,
)
from labelbridge.hasty.models import Dataset, Project
from labelbridge.roboflow.models import Batch, Job

SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
ATTEMPTS = 3
"""Attempts of requests that the client does not retry, because they may have had an effect."""
MAX_DELAY = 60.0
"""Seconds. If a platform requests a longer delay, the program ends."""

pause = time.sleep


class MissingError(Exception):
    """An object that the arguments name does not exist."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    command_line = parser()
    arguments = command_line.parse_args(argv)
    if arguments.assign and not arguments.labeler:
        command_line.error("--assign needs a --labeler")
    try:
        with Hasty() as hasty, Roboflow() as roboflow:
            rejected = upload(hasty, arguments.project, arguments.dataset, arguments.folder)
            if arguments.assign:
                rejected += assign(roboflow, arguments.assign, arguments)
    except (LabelbridgeError, MissingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3
    for problem in rejected:
        print(f"rejected: {problem}", file=sys.stderr)
    return 1 if rejected else 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="upload_and_assign",
        description="Upload a folder of images to Hasty, and assign unassigned images on Roboflow "
        "to labelers.",
    )
    parser.add_argument("folder", type=folder, help="folder with the images")
    parser.add_argument("--project", required=True, help="name of the project on Hasty")
    parser.add_argument(
        "--dataset", required=True, help="name of the dataset; created if it does not exist"
    )
    parser.add_argument(
        "--assign", type=slugs, metavar="WORKSPACE/PROJECT", help="project on Roboflow"
    )
    parser.add_argument(
        "--labeler", action="append", default=[], help="e-mail address; can be repeated"
    )
    parser.add_argument("--reviewer", help="e-mail address; default: the labeler")
    parser.add_argument("--instructions", help="instructions for the labelers")
    return parser


def folder(text: str) -> Path:
    """Parse a folder argument."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return path


def slugs(text: str) -> tuple[str, str]:
    """Parse the slugs of a Roboflow project."""
    workspace, slash, project = text.partition("/")
    if not (workspace and slash and project):
        raise argparse.ArgumentTypeError(f"{text} is not of the form WORKSPACE/PROJECT")
    return workspace, project


def upload(hasty: Hasty, project_name: str, dataset_name: str, source: Path) -> list[str]:
    """Upload the images that are not in the dataset yet; return a message per rejected image."""
    project = find_project(hasty, project_name)
    dataset = find_dataset(hasty, project, dataset_name)
    existing = {image.name for image in hasty.images.list(project.id, dataset_id=[dataset.id])}
    files = sorted(file for file in source.iterdir() if file.suffix.lower() in SUFFIXES)
    new = [file for file in files if file.name not in existing]
    rejected = []
    for file in new:
        try:
            upload_one(hasty, project, dataset, file)
        except (BadRequest, InvalidArgument) as error:
            rejected.append(f"{file.name}: {error}")
    done = len(new) - len(rejected)
    print(f"{dataset_name}: {done} images uploaded, {len(files) - len(new)} skipped")
    return rejected


def upload_one(hasty: Hasty, project: Project, dataset: Dataset, file: Path) -> None:
    """Upload an image. Names are unique in a dataset, so a retry creates no duplicate."""
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            hasty.images.upload(project.id, file, dataset_id=dataset.id)
        except Conflict:  # uploaded by another run, or by an attempt whose response was lost
            return
        except (ConnectionFailed, ServerError) as error:
            wait_or_raise(error, attempts_left)
        else:
            return


def find_project(hasty: Hasty, name: str) -> Project:
    """Return the project with this name. A mistyped name must not create a project."""
    # the filter also returns projects whose name contains the text
    for project in hasty.projects.list(name=name):
        if project.name == name:
            return project
    raise MissingError(f"Hasty has no project {name!r}")


def find_dataset(hasty: Hasty, project: Project, name: str) -> Dataset:
    """Return the dataset with this name; create it if it does not exist."""
    for dataset in hasty.datasets.list(project.id, name=name):
        if dataset.name == name:
            return dataset
    return hasty.datasets.create(project.id, name=name)


def assign(roboflow: Roboflow, where: tuple[str, str], arguments: argparse.Namespace) -> list[str]:
    """Distribute the images of each batch; return a message per rejected labeler."""
    jobs = list(roboflow.jobs.list(*where))
    rejected = []
    for batch in roboflow.batches.list(*where):
        if not batch.images:
            continue
        busy = {job.labeler for job in jobs if is_from(job, batch)}
        # after an interrupted run only some labelers have a job: the others get the rest
        labelers = [each for each in arguments.labeler if each not in busy] or arguments.labeler
        for labeler, images in shares(batch.images, labelers):
            try:
                job = create_job(roboflow, where, batch, labeler, images, arguments)
            except BadRequest as error:
                rejected.append(f"{labeler}: {error}")
            else:
                print(f"{batch.name}: {job.num_images} images for {labeler}")
    return rejected


def shares(images: int, labelers: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Split a number of images evenly; the first labelers get one more if necessary."""
    for place, labeler in enumerate(labelers):
        share = images // len(labelers) + (place < images % len(labelers))
        if share:
            yield labeler, share


def create_job(
    roboflow: Roboflow,
    where: tuple[str, str],
    batch: Batch,
    labeler: str,
    images: int,
    arguments: argparse.Namespace,
) -> Job:
    """Assign images exactly once: after a lost response, look for the job before a retry.

    The client itself repeats a request that is rejected with status 429, which has no effect.
    """
    before = {job.id for job in roboflow.jobs.list(*where)}
    attempts_left = ATTEMPTS
    while True:
        attempts_left -= 1
        try:
            return roboflow.jobs.create(
                *where,
                name=f"{batch.name}: {labeler}",
                batch_id=batch.id,
                num_images=images,
                labeler_email=labeler,
                reviewer_email=arguments.reviewer or labeler,
                instructions=arguments.instructions,
            )
        except (ConnectionFailed, ServerError) as error:
            wait_or_raise(error, attempts_left)
            for job in roboflow.jobs.list(*where):
                if job.id not in before and job.labeler == labeler and is_from(job, batch):
                    return job


def is_from(job: Job, batch: Batch) -> bool:
    """Return whether the images of a job are from a batch."""
    return str(job.source_batch).endswith(f"/{batch.id}")


def wait_or_raise(error: LabelbridgeError, attempts_left: int) -> None:
    """Wait before a retry for the delay that the platform requests, or raise the error."""
    seconds = getattr(error, "retry_after", None) or 1.0
    if not attempts_left or seconds > MAX_DELAY:
        raise error
    pause(seconds)


if __name__ == "__main__":
    sys.exit(main())
