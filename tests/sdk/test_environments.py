"""A missing SDK skips its tests on a developer's machine, and fails them in CI."""

import pytest

from tests.sdk.environments import python_of


def test_an_environment_that_is_made_is_used(tmp_path):
    environment = tmp_path / ".envs" / "sdk-hasty"
    environment.mkdir(parents=True)
    (environment / ".ok").touch()
    assert python_of("hasty", tmp_path) == environment / "bin" / "python"


def test_a_missing_environment_skips_and_says_how_to_make_it(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"make \.envs/sdk-hasty/\.ok"):
        python_of("hasty", tmp_path)


def test_a_missing_environment_fails_in_ci(tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"make \.envs/sdk-hasty/\.ok"):
        python_of("hasty", tmp_path)
