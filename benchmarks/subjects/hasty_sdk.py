"""The vendor's SDK of Hasty, in its own environment."""

from collections.abc import Callable

from hasty import Client

from benchmarks.data import PROJECT


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
