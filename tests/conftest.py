"""What all tests share.

They search a little and always alike, or far when HYPOTHESIS_PROFILE is deep.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.outside import build_wheel

pytest_plugins = ["pytester"]

settings.register_profile("gate", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))
