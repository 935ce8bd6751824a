"""The plugin in runs of pytest: its fixtures, isolation between tests, and its cost."""

from collections.abc import Callable

import pytest

Run = Callable[..., pytest.RunResult]


def test_every_test_starts_with_the_seed_also_after_a_failure(run: Run) -> None:
    result = run("""
        import pytest

        def names(hasty):
            return [project.name for project in hasty.client.projects.list()]

        @pytest.mark.parametrize("time", [1, 2])
        def test_that_fails(annotation_platforms, time):
            hasty = annotation_platforms.hasty
            assert "Street scenes" in names(hasty)
            annotation_platforms.seed("empty")
            assert names(hasty) == []
            hasty.add_project("left")
            hasty.faults("list_projects", status=500, count=99)
            annotation_platforms.advance(3600)
            hasty.client.label_classes.list(hasty.add_project().id).total()
            assert False, "as planned"

        def test_after_failures(hasty_emulator):
            assert hasty_emulator.requests == []
            assert "Street scenes" in names(hasty_emulator)
            assert "left" not in names(hasty_emulator)
    """)
    result.assert_outcomes(failed=2, passed=1)
    result.stdout.fnmatch_lines(["*AssertionError: as planned*"])


def test_pending_request_does_not_affect_the_next_test(run: Run) -> None:
    result = run("""
        import threading, time
        from labelbridge import Hasty

        threads = []

        def test_that_does_not_wait(hasty_emulator):
            def create():
                with Hasty() as hasty:
                    try:
                        hasty.projects.create(name="late")
                    except Exception:
                        pass
            hasty_emulator.faults("create_project", delay=0.3)
            thread = threading.Thread(target=create)
            threads.append(thread)
            thread.start()
            faults = hasty_emulator._server._emulation.faults
            while faults._rules[0].count and thread.is_alive():  # until the request has arrived
                time.sleep(0.001)

        def test_next(hasty_emulator):
            threads[0].join()
            assert hasty_emulator.requests == []
            assert hasty_emulator.client.projects.list(name="late").total() == 0
    """)
    result.assert_outcomes(passed=2)


def test_environment_variables_are_set_during_the_test(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HASTY_API_KEY", "the-real-one")
    monkeypatch.delenv("HASTY_BASE_URL", raising=False)
    result = run("""
        import os, subprocess, sys
        from labelbridge import Hasty, Labelbox, Roboflow

        def test_clients_need_no_arguments(annotation_platforms, monkeypatch):
            with Hasty() as hasty, Roboflow() as roboflow, Labelbox() as labelbox:
                assert hasty.projects.list().total() == 2
                assert roboflow.workspaces.check_key().workspace == "my-workspace"
                project = annotation_platforms.labelbox.project_id
                assert len(list(labelbox.exports.rows(project))) == 15
            monkeypatch.setenv("HASTY_API_KEY", "another")

        def test_one_fixture_sets_the_variables_of_all_platforms(labelbox_emulator):
            assert os.environ["HASTY_API_KEY"] != "the-real-one"

        def test_other_process(hasty_emulator):
            program = "from labelbridge import Hasty; print(Hasty().projects.list().total())"
            output = subprocess.check_output(
                [sys.executable, "-c", program], env=dict(hasty_emulator.environment), text=True
            )
            assert output == "2\\n"

        def test_without_fixture():
            assert os.environ["HASTY_API_KEY"] == "the-real-one"
            assert "HASTY_BASE_URL" not in os.environ
    """)
    result.assert_outcomes(passed=4)


def test_async_client_works_in_every_event_loop(run: Run) -> None:
    result = run(
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

        def test_one_loop_after_another(hasty_emulator):
            assert asyncio.run(upload(hasty_emulator)) == 3
            assert asyncio.run(upload(hasty_emulator)) == 4

        @pytest.mark.anyio
        async def test_loop_of_a_plugin(hasty_emulator):
            assert await upload(hasty_emulator) == 3

        @pytest.mark.anyio
        async def test_context_manager(roboflow_emulator):
            async with roboflow_emulator.async_client as roboflow:
                assert (await roboflow.workspaces.check_key()).workspace == "my-workspace"

        def test_nothing_is_left_open():
            gc.collect()

        @pytest.fixture
        def anyio_backend():
            return "asyncio"
        """,
        *("-p", "anyio.pytest_plugin"),
    )
    result.assert_outcomes(passed=4)


def test_contract_violation_of_the_emulator_fails_the_test(run: Run) -> None:
    result = run("""
        import pytest
        from labelbridge.errors import ServerError
        from labelbridge_emulator.platforms.hasty.handlers import projects

        def test_with_violation(hasty_emulator, monkeypatch):
            project = hasty_emulator.add_project()
            monkeypatch.setattr(projects, "render", lambda project: {"id": 7})
            with pytest.raises(ServerError):
                hasty_emulator.client.projects.get(project.id)

        def test_next(hasty_emulator):
            pass
    """)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*bug in labelbridge, not in your code*", "*get_project*"])


def test_plugin_imports_little_if_no_fixture_is_used(run: Run) -> None:
    result = run(
        """
        import sys

        def test_modules():
            names = {name.partition(".")[0] for name in sys.modules}
            ours = {name for name in sys.modules if name.startswith("labelbridge")}
            assert ours == {"labelbridge", "labelbridge.testing", "labelbridge.testing.plugin"}
            assert not names & {"anyio", "attr", "httpx", "msgspec", "starlette", "uvicorn", "PIL"}
        """,
        in_process=False,
    )
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("module", ["PIL", "uvicorn"])
def test_missing_extra_is_reported_when_a_fixture_is_used(run: Run, module: str) -> None:
    result = run(
        f"""
        import sys
        sys.modules[{module!r}] = None

        def test_without_fixture(): pass
        def test_with_fixture(hasty_emulator): pass
        """,
        in_process=False,
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [f'*this needs {module}, which is not installed: pip install "labelbridge[[]testing]"*']
    )


def test_plugin_adds_documented_fixtures_and_no_marker_or_option(run: Run) -> None:
    fixtures = run("", "--fixtures").stdout.str()
    for name in ("annotation_platforms", "hasty_emulator", "labelbox_emulator"):
        assert f"{name} -- " in fixtures
    assert "no docstring available" not in fixtures.partition("labelbridge.testing.plugin")[2]
    assert "labelbridge" not in run("", "--markers").stdout.str()
    assert "labelbridge" not in run("", "--help").stdout.str().partition("pytest-warnings")[0]
