"""Upload a folder of images to Hasty, and give labelers the images that wait on Roboflow.

    python upload_and_assign.py photos --project Traffic --dataset June \
        --assign my-workspace/my-project --labeler mara@example.com --labeler chen@example.com

The keys are in HASTY_API_KEY and ROBOFLOW_API_KEY. It can be run again at any time: what is done
already stays as it is. Exit status: 0, all is done; 1, some images or labelers were refused, and
are listed; 2, the arguments are wrong; 3, a platform could not be worked with.
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
    RateLimited,
    ServerError,
)
from labelbridge.hasty.models import Dataset, Project
from labelbridge.roboflow.models import Batch, Job

ENDINGS = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
TRIES = 3
PATIENCE = 60.0
"""Seconds; a platform that wants to be left alone for longer ends the program."""

pause = time.sleep


class NotThereError(Exception):
    """Something that the arguments name does not exist."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    reader = parser()
    arguments = reader.parse_args(argv)
    if arguments.assign and not arguments.labeler:
        reader.error("--assign needs a --labeler")
    try:
        with Hasty() as hasty, Roboflow() as roboflow:
            refused = upload(hasty, arguments.project, arguments.dataset, arguments.folder)
            if arguments.assign:
                refused += assign(roboflow, arguments.assign, arguments)
    except (LabelbridgeError, NotThereError) as error:
        print(f"gave up: {error}", file=sys.stderr)
        return 3
    for problem in refused:
        print(f"refused: {problem}", file=sys.stderr)
    return 1 if refused else 0


def parser() -> argparse.ArgumentParser:
    """Say what the arguments are."""
    made = argparse.ArgumentParser(
        prog="upload_and_assign",
        description="Upload a folder of images to Hasty, and give labelers the images that wait "
        "on Roboflow.",
    )
    made.add_argument("folder", type=folder, help="where the images lie")
    made.add_argument("--project", required=True, help="name of the project on Hasty")
    made.add_argument("--dataset", required=True, help="name of the dataset; made if need be")
    made.add_argument("--assign", type=slugs, metavar="WORKSPACE/PROJECT", help="on Roboflow")
    made.add_argument("--labeler", action="append", default=[], help="e-mail address; repeatable")
    made.add_argument("--reviewer", help="e-mail address; each labeler reviews when not given")
    made.add_argument("--instructions", help="what to do, for the labelers")
    return made


def folder(text: str) -> Path:
    """Read the argument that names a folder."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder")
    return path


def slugs(text: str) -> tuple[str, str]:
    """Read the argument that names a project on Roboflow."""
    workspace, slash, project = text.partition("/")
    if not (workspace and slash and project):
        raise argparse.ArgumentTypeError(f"{text} is not like my-workspace/my-project")
    return workspace, project


def upload(hasty: Hasty, project_name: str, dataset_name: str, source: Path) -> list[str]:
    """Upload the images of a folder that the dataset does not have; return what was refused."""
    project = find_project(hasty, project_name)
    dataset = find_dataset(hasty, project, dataset_name)
    there = {image.name for image in hasty.images.list(project.id, dataset_id=[dataset.id])}
    files = sorted(file for file in source.iterdir() if file.suffix.lower() in ENDINGS)
    new = [file for file in files if file.name not in there]
    refused = []
    for file in new:
        try:
            upload_one(hasty, project, dataset, file)
        except (BadRequest, InvalidArgument) as error:
            refused.append(f"{file.name}: {error}")
    done = len(new) - len(refused)
    print(f"{dataset_name}: {done} images uploaded, {len(files) - len(new)} were there")
    return refused


def upload_one(hasty: Hasty, project: Project, dataset: Dataset, file: Path) -> None:
    """Upload an image; names are unique in a dataset, so that trying again makes no second one."""
    for left in reversed(range(TRIES)):
        try:
            hasty.images.upload(project.id, file, dataset_id=dataset.id)
        except Conflict:  # by another run, or by a try whose answer was lost
            return
        except (ConnectionFailed, RateLimited, ServerError) as error:
            wait_or_give_up(error, left)
        else:
            return


def find_project(hasty: Hasty, name: str) -> Project:
    """Return the project of that name; a mistyped name must not make a new one."""
    for project in hasty.projects.list(name=name):  # those with the name as a part of theirs
        if project.name == name:
            return project
    raise NotThereError(f"Hasty has no project {name!r}")


def find_dataset(hasty: Hasty, project: Project, name: str) -> Dataset:
    """Return the dataset of that name, which is made if need be."""
    for dataset in hasty.datasets.list(project.id, name=name):
        if dataset.name == name:
            return dataset
    return hasty.datasets.create(project.id, name=name)


def assign(roboflow: Roboflow, where: tuple[str, str], arguments: argparse.Namespace) -> list[str]:
    """Share the images that wait in each batch among the labelers; return what was refused."""
    jobs = list(roboflow.jobs.list(*where))
    refused = []
    for batch in roboflow.batches.list(*where):
        if not batch.images:
            continue
        busy = {job.labeler for job in jobs if is_from(job, batch)}
        # an earlier run was interrupted where only some have a job: the rest is for the others
        labelers = [each for each in arguments.labeler if each not in busy] or arguments.labeler
        for labeler, images in shares(batch.images, labelers):
            try:
                job = create_job(roboflow, where, batch, labeler, images, arguments)
            except BadRequest as error:
                refused.append(f"{labeler}: {error}")
            else:
                print(f"{batch.name}: {job.num_images} images for {labeler}")
    return refused


def shares(images: int, labelers: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Split a number of images as evenly as it goes; the first ones get one more."""
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
    """Assign images once: where an answer is lost, look for the job before asking again."""
    before = {job.id for job in roboflow.jobs.list(*where)}
    left = TRIES
    while True:
        left -= 1
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
        except RateLimited as error:  # nothing was done
            wait_or_give_up(error, left)
        except (ConnectionFailed, ServerError) as error:
            wait_or_give_up(error, left)
            for job in roboflow.jobs.list(*where):
                if job.id not in before and job.labeler == labeler and is_from(job, batch):
                    return job


def is_from(job: Job, batch: Batch) -> bool:
    """Tell whether a job's images are from a batch."""
    return str(job.source_batch).endswith(f"/{batch.id}")


def wait_or_give_up(error: LabelbridgeError, left: int) -> None:
    """Wait before another try, as long as the platform asks to."""
    seconds = getattr(error, "retry_after", None) or 1.0
    if not left or seconds > PATIENCE:
        raise error
    pause(seconds)


if __name__ == "__main__":
    sys.exit(main())
