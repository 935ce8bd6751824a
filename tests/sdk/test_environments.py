"""Tests of the handling of a missing SDK."""

import pytest

from tests.sdk.environments import python_of
from tests.support.example import PLATFORM


def test_installed_environment_is_used(tmp_path):
    environment = tmp_path / ".envs" / f"sdk-{PLATFORM}"
    environment.mkdir(parents=True)
    (environment / ".ok").touch()
    assert python_of(PLATFORM, tmp_path) == environment / "bin" / "python"


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip), ("true", pytest.fail)])
def test_missing_environment_skips_and_fails_in_ci(tmp_path, monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome.Exception, match=rf"run `make \.envs/sdk-{PLATFORM}/\.ok`"):
        python_of(PLATFORM, tmp_path)
