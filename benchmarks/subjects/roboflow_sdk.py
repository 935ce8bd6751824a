"""The vendor's SDK of Roboflow, in its own environment."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def get(base_url: str, repeat: int) -> Callable[[], int]:
    """Request a project several times."""
    # The SDK reads them when it is imported; there are no settings in this folder.
    os.environ |= {"API_URL": base_url, "HOME": str(Path(__file__).parent)}
    client = import_module("roboflow").Roboflow("key")
    return lambda: sum(bool(client.project("my-cv-project", "my-workspace")) for _ in range(repeat))
