"""The plugin as a user's pytest runs it: its fixtures, what they leave behind, what it costs."""

import json
from collections.abc import Callable

import pytest

Run = Callable[..., pytest.RunResult]


def test_every_test_begins_at_the_seed_also_after_one_that_failed(run: Run) -> None:
    ended = run("""
        import pytest

        def names(hasty):
            return [project.name for project in hasty.client.projects.list()]

        @pytest.mark.parametrize("time", [1, 2])
        def test_that_leaves_everything_behind(annotation_platforms, time):
            hasty = annotation_platforms.hasty
            assert "Street scenes" in names(hasty)
            annotation_platforms.seed("empty")
            assert names(hasty) == []
            hasty.add_project("left")
            hasty.faults("list_projects", status=500, count=99)
            annotation_platforms.advance(3600)
            hasty.client.label_classes.list(hasty.add_project().id).total()
            assert False, "as planned"

        def test_that_finds_nothing_of_it(hasty_emulator):
            assert hasty_emulator.requests == []
            assert "Street scenes" in names(hasty_emulator)
            assert "left" not in names(hasty_emulator)
    """)
    ended.assert_outcomes(failed=2, passed=1)
    ended.stdout.fnmatch_lines(["*AssertionError: as planned*"])


def test_a_request_that_a_test_left_under_way_does_nothing_in_the_next(run: Run) -> None:
    ended = run("""
        import threading, time
        from labelbridge import Hasty

        left = []

        def test_that_does_not_wait(hasty_emulator):
            def create():
                with Hasty() as hasty:
                    try:
                        hasty.projects.create(name="late")
                    except Exception:
                        pass
            hasty_emulator.faults("create_project", delay=0.3)
            thread = threading.Thread(target=create)
            left.append(thread)
            thread.start()
            faults = hasty_emulator._server._emulation.faults
            while faults._rules[0].count and thread.is_alive():  # until it has come
                time.sleep(0.001)

        def test_that_is_not_disturbed(hasty_emulator):
            left[0].join()
            assert hasty_emulator.requests == []
            assert hasty_emulator.client.projects.list(name="late").total() == 0
    """)
    ended.assert_outcomes(passed=2)


def test_the_environment_leads_an_application_to_the_platforms_and_is_put_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HASTY_API_KEY", "the-real-one")
    monkeypatch.delenv("HASTY_BASE_URL", raising=False)
    ended = run("""
        import os, subprocess, sys
        from labelbridge import Hasty, Labelbox, Roboflow

        def test_clients_need_nothing_else(annotation_platforms, monkeypatch):
            with Hasty() as hasty, Roboflow() as roboflow, Labelbox() as labelbox:
                assert hasty.projects.list().total() == 2
                assert roboflow.workspaces.check_key().workspace == "my-workspace"
                project = annotation_platforms.labelbox.project_id
                assert len(list(labelbox.labels.export(project))) == 11
            monkeypatch.setenv("HASTY_API_KEY", "another")

        def test_one_fixture_is_enough_to_keep_the_real_keys_out(labelbox_emulator):
            assert os.environ["HASTY_API_KEY"] != "the-real-one"

        def test_a_program_in_a_process_of_its_own(hasty_emulator):
            program = "from labelbridge import Hasty; print(Hasty().projects.list().total())"
            output = subprocess.check_output(
                [sys.executable, "-c", program], env=dict(hasty_emulator.environment), text=True
            )
            assert output == "2\\n"

        def test_without_a_fixture_all_is_as_it_was():
            assert os.environ["HASTY_API_KEY"] == "the-real-one"
            assert "HASTY_BASE_URL" not in os.environ
    """)
    ended.assert_outcomes(passed=4)


def test_async_code_can_be_tested_however_its_loop_is_run(run: Run) -> None:
    ended = run(
        """
        import asyncio, gc
        import pytest
        from labelbridge.testing import picture

        async def upload(platform):
            project = platform.add_project()
            dataset = platform.add_dataset(project.id)
            client = platform.async_client
            await asyncio.gather(*(
                client.images.upload(project.id, picture(), filename=f"{number}.png",
                                     dataset_id=dataset.id)
                for number in range(4)))
            assert await client.images.list(project.id).total() == 4
            return await client.projects.list().total()

        def test_in_one_loop_after_another(hasty_emulator):
            assert asyncio.run(upload(hasty_emulator)) == 3
            assert asyncio.run(upload(hasty_emulator)) == 4

        @pytest.mark.anyio
        async def test_in_the_loop_of_a_plugin(hasty_emulator):
            assert await upload(hasty_emulator) == 3

        @pytest.mark.anyio
        async def test_in_a_block(roboflow_emulator):
            async with roboflow_emulator.async_client as roboflow:
                assert (await roboflow.workspaces.check_key()).workspace == "my-workspace"

        def test_that_nothing_was_left_open():
            gc.collect()

        @pytest.fixture
        def anyio_backend():
            return "asyncio"
        """,
        "-p",
        "anyio.pytest_plugin",
    )
    ended.assert_outcomes(passed=4)


def test_a_broken_contract_fails_the_test_and_says_whose_mistake_it_is(run: Run) -> None:
    ended = run("""
        import pytest
        from labelbridge.errors import ServerError
        from labelbridge_emulator.platforms.hasty.handlers import projects

        def test_of_an_application(hasty_emulator, monkeypatch):
            project = hasty_emulator.add_project()
            monkeypatch.setattr(projects, "render", lambda project: {"id": 7})
            with pytest.raises(ServerError):
                hasty_emulator.client.projects.get(project.id)

        def test_of_another(hasty_emulator):
            pass
    """)
    ended.assert_outcomes(passed=2, errors=1)
    ended.stdout.fnmatch_lines(
        [
            "*mistake of labelbridge, not of your code*",
            "*get_project does not match the contract: *",
        ]
    )


def test_unittest_can_have_the_platforms_too(run: Run) -> None:
    ended = run("""
        import unittest
        import pytest
        from labelbridge import Hasty

        @pytest.mark.usefixtures("annotation_platforms")
        class Test(unittest.TestCase):
            def test_it(self):
                with Hasty() as hasty:
                    self.assertEqual(hasty.projects.list().total(), 2)
    """)
    ended.assert_outcomes(passed=1)


def test_workers_of_xdist_have_platforms_of_their_own(run: Run, pytester: pytest.Pytester) -> None:
    ended = run(
        """
        import json, os, pathlib

        def test_that_makes_a_project(annotation_platforms):
            hasty = annotation_platforms.hasty
            before = hasty.client.projects.list().total()
            hasty.client.projects.create(name="mine")
            worker = os.environ["PYTEST_XDIST_WORKER"]
            told = {"before": before, "url": hasty.url, "storage": annotation_platforms.storage}
            pathlib.Path(f"{worker}.json").write_text(json.dumps(told))
        """,
        "-p",
        "xdist",
        "-n2",
        "--dist=each",
    )
    ended.assert_outcomes(passed=2)
    told = [json.loads((pytester.path / f"gw{number}.json").read_text()) for number in (0, 1)]
    assert [each["before"] for each in told] == [2, 2]
    assert len({each[origin] for each in told for origin in ("url", "storage")}) == 4


def test_a_run_without_the_fixtures_imports_next_to_nothing(run: Run) -> None:
    ended = run(
        """
        import sys

        def test_what_is_there():
            names = {name.partition(".")[0] for name in sys.modules}
            ours = {name for name in sys.modules if name.startswith("labelbridge")}
            assert ours == {"labelbridge", "labelbridge.testing", "labelbridge.testing.plugin"}
            assert not names & {"anyio", "attr", "httpx", "msgspec", "starlette", "uvicorn", "PIL"}
        """,
        inside=False,
    )
    ended.assert_outcomes(passed=1)


@pytest.mark.parametrize("module", ["PIL", "uvicorn", "jsonschema_rs"])
def test_what_is_not_installed_is_told_by_its_extra_and_only_when_a_fixture_is_used(
    run: Run, module: str
) -> None:
    ended = run(
        f"""
        import sys
        sys.modules[{module!r}] = None

        def test_without(): pass
        def test_with(hasty_emulator): pass
        """,
        inside=False,
    )
    ended.assert_outcomes(passed=1, errors=1)
    ended.stdout.fnmatch_lines(
        [f'*this needs {module}, which is not installed: pip install "labelbridge[[]testing]"*']
    )


def test_it_adds_four_fixtures_with_a_word_on_each_and_no_marker_or_option(run: Run) -> None:
    shown = run("", "--fixtures").stdout.str()
    for name in ("annotation_platforms", "hasty_emulator", "labelbox_emulator"):
        assert f"{name} -- " in shown
    assert "no docstring available" not in shown.partition("labelbridge.testing.plugin")[2]
    assert "labelbridge" not in run("", "--markers").stdout.str()
    assert "labelbridge" not in run("", "--help").stdout.str().partition("pytest-warnings")[0]
