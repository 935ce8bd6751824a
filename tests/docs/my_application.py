"""The application that the snippets about tests refer to."""

from pathlib import Path

from labelbridge import AsyncHasty, Roboflow

PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
DATASET = "e34f765f-cfd9-4789-a575-e083f35ac3f6"


def main(arguments: list[str]) -> int:
    """Report the batches, or assign the last one to a labeler."""
    with Roboflow() as roboflow:
        batches = [*roboflow.batches.list("my-workspace", "my-cv-project")]
        match arguments:
            case ["--labeler", email]:
                roboflow.jobs.create(
                    "my-workspace",
                    "my-cv-project",
                    name=batches[-1].name,
                    batch_id=batches[-1].id,
                    num_images=batches[-1].images,
                    labeler_email=email,
                    reviewer_email="reviewer@example.com",
                )
            case _:
                print(*[batch.name for batch in batches])
    return 0


async def upload(client: AsyncHasty, folder: str) -> None:
    """Upload the photos of a folder."""
    for photo in Path(folder).iterdir():
        await client.images.upload(PROJECT, photo, dataset_id=DATASET)
