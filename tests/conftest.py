"""How far the tests search: a little and always alike, or far when HYPOTHESIS_PROFILE is deep."""

import os

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("gate", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
