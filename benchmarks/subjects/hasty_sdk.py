"""The vendor's SDK of Hasty, in its own environment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hasty import Client

from benchmarks.data import DATASET, IMAGE_FILE, PROJECT


def labels(base_url: str, image: str, repeat: int = 1, *, keep: bool = False) -> Callable[[], int]:
    """Read all labels of an image."""
    client = Client("key", base_url=base_url)
    found = client.get_project(PROJECT).get_image(image)

    def run() -> int:
        if keep:
            return len([*found.get_labels()])
        return sum(
            label.class_id is not None for _ in range(repeat) for label in found.get_labels()
        )

    return run


def upload(base_url: str, number: int, folder: str, threads: int = 1) -> Callable[[], int]:
    """Upload images one by one, or in threads that have a client each."""
    path = Path(folder, "image.jpg")
    path.write_bytes(IMAGE_FILE)
    projects = [Client("key", base_url=base_url).get_project(PROJECT) for _ in range(threads)]

    def send(project: Any) -> int:
        return len([project.upload_from_file(DATASET, str(path)) for _ in range(number // threads)])

    def run() -> int:
        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(send, projects))

    return run
