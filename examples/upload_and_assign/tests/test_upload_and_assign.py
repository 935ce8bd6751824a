"""Tests of the program against emulated platforms, including failures."""

import subprocess
import sys
from pathlib import Path

import pytest
import upload_and_assign

from labelbridge.testing import AnnotationPlatforms, HastyEmulator, RoboflowEmulator, picture

MARA, CHEN, TOMAS = "mara@example.com", "chen@example.com", "tomas@example.com"
PROGRAM = Path(upload_and_assign.__file__)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three images and a text file."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        (folder / name).write_bytes(picture())
    (folder / "notes.txt").write_text("taken in June")
    return folder


@pytest.fixture
def hasty(hasty_emulator: HastyEmulator) -> HastyEmulator:
    """Hasty with the target project of the tests."""
    hasty_emulator.seed("empty")
    hasty_emulator.add_project("Traffic")
    hasty_emulator.add_project("Traffic at night")
    return hasty_emulator


@pytest.fixture
def roboflow(hasty: HastyEmulator, roboflow_emulator: RoboflowEmulator) -> RoboflowEmulator:
    """Roboflow with three labelers, in the same empty emulator."""
    for email in (MARA, CHEN, TOMAS):
        roboflow_emulator.add_member(email)
    return roboflow_emulator


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The delays of the program, recorded instead of waited for."""
    waited: list[float] = []
    monkeypatch.setattr(upload_and_assign, "pause", waited.append)
    return waited


def upload(folder: Path, project: str = "Traffic") -> int:
    return upload_and_assign.main([str(folder), "--project", project, "--dataset", "June"])


def assign(folder: Path, *labelers: str) -> int:
    options = [option for labeler in labelers for option in ("--labeler", labeler)]
    where = ["--project", "Traffic", "--dataset", "June", "--assign", "my-workspace/my-cv-project"]
    return upload_and_assign.main([str(folder), *where, *options])


def image_names(hasty: HastyEmulator) -> list[object]:
    project = next(each for each in hasty.client.projects.list() if each.name == "Traffic")
    return [image.name for image in hasty.client.images.list(project.id)]


def jobs(roboflow: RoboflowEmulator) -> dict[object, object]:
    listed = roboflow.client.jobs.list(roboflow.workspace, roboflow.project)
    return {job.labeler: job.num_images for job in listed}


class TestUpload:
    def test_uploads_all_images_of_the_folder(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]
        assert capsys.readouterr().out == "June: 3 images uploaded, 0 skipped\n"

    def test_does_not_send_the_key_to_the_storage(self, folder: Path, hasty: HastyEmulator) -> None:
        upload(folder)
        puts = [each for each in hasty.requests if each.operation == "storage.put"]
        assert len(puts) == 3
        assert not any(hasty.key in f"{each.url} {dict(each.headers)}" for each in puts)

    def test_second_run_uploads_only_new_images(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        upload(folder)
        (folder / "d.png").write_bytes(picture())
        capsys.readouterr()
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png", "d.png"]
        assert capsys.readouterr().out == "June: 1 images uploaded, 3 skipped\n"

    def test_run_without_new_images_changes_nothing(
        self, folder: Path, hasty: HastyEmulator
    ) -> None:
        upload(folder)
        before = len(hasty.requests)
        assert upload(folder) == 0
        assert {each.method for each in hasty.requests[before:]} == {"GET"}

    def test_rejects_a_text_file_and_uploads_the_others(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "b.png").write_text("not an image")
        assert upload(folder) == 1
        assert image_names(hasty) == ["a.png", "c.png"]
        assert "rejected: b.png: " in capsys.readouterr().err

    def test_rejects_a_truncated_image_and_uploads_the_others(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "b.png").write_bytes(picture()[:20])
        assert upload(folder) == 1
        assert image_names(hasty) == ["a.png", "c.png"]
        assert "b.png: hasty create_image: 400" in capsys.readouterr().err

    def test_retries_after_temporary_failures(
        self, folder: Path, hasty: HastyEmulator, pauses: list[float]
    ) -> None:
        hasty.faults("list_images", status=503)
        hasty.faults("storage.put", status=503)
        hasty.faults("create_image", status=503)
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]

    def test_does_not_import_twice_after_a_lost_response(
        self, folder: Path, hasty: HastyEmulator, pauses: list[float]
    ) -> None:
        hasty.faults("create_image", body="cut")
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]
        statuses = [each.status for each in hasty.requests if each.operation == "create_image"]
        assert statuses == [200, 409, 200, 200]

    def test_permanent_failure_ends_the_program(
        self,
        folder: Path,
        hasty: HastyEmulator,
        pauses: list[float],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        hasty.faults("create_image", body="html", count=99)
        assert upload(folder) == 3
        assert pauses == [1.0, 1.0]
        assert "error: hasty create_image: 502" in capsys.readouterr().err

    def test_does_not_create_a_mistyped_project(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert upload(folder, project="Traffic at") == 3
        assert capsys.readouterr().err == "error: Hasty has no project 'Traffic at'\n"
        assert {each.method for each in hasty.requests} == {"GET"}


class TestAssign:
    def test_distributes_a_batch_among_the_labelers(
        self, folder: Path, roboflow: RoboflowEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        roboflow.add_batch("Week 8", 11)
        assert assign(folder, MARA, CHEN, TOMAS) == 0
        assert jobs(roboflow) == {MARA: 4, CHEN: 4, TOMAS: 3}
        assert f"Week 8: 3 images for {TOMAS}\n" in capsys.readouterr().out

    def test_second_run_assigns_nothing(self, folder: Path, roboflow: RoboflowEmulator) -> None:
        roboflow.add_batch("Week 8", 11)
        assign(folder, MARA, CHEN)
        before = len(roboflow.requests)
        assert assign(folder, MARA, CHEN) == 0
        assert {each.method for each in roboflow.requests[before:]} == {"GET"}

    def test_last_labeler_gets_no_job_if_there_are_too_few_images(
        self, folder: Path, roboflow: RoboflowEmulator
    ) -> None:
        roboflow.add_batch("Week 8", 2)
        assert assign(folder, MARA, CHEN, TOMAS) == 0
        assert jobs(roboflow) == {MARA: 1, CHEN: 1}

    def test_reports_an_unknown_labeler_and_keeps_the_images_for_another_run(
        self, folder: Path, roboflow: RoboflowEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        roboflow.add_batch("Week 8", 9)
        assert assign(folder, MARA, "unknown@example.com", CHEN) == 1
        assert jobs(roboflow) == {MARA: 3, CHEN: 3}
        assert "rejected: unknown@example.com: " in capsys.readouterr().err
        assert assign(folder, MARA, TOMAS, CHEN) == 0
        assert jobs(roboflow) == {MARA: 3, CHEN: 3, TOMAS: 3}

    def test_the_client_retries_a_request_without_effect(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=429, headers={"Retry-After": "0"})
        assert assign(folder, MARA) == 0
        sent = [each.status for each in roboflow.requests if each.operation == "create_job"]
        assert (sent, pauses) == ([429, 200], [])
        assert jobs(roboflow) == {MARA: 4}

    def test_waits_for_the_requested_delay(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=503, headers={"Retry-After": "7"})
        assert assign(folder, MARA) == 0
        assert pauses == [7.0]
        assert jobs(roboflow) == {MARA: 4}

    def test_does_not_wait_for_a_long_delay(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=429, headers={"Retry-After": "3600"})
        assert assign(folder, MARA) == 3
        assert (pauses, jobs(roboflow)) == ([], {})

    def test_does_not_create_a_job_twice_after_a_lost_response(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        batch = roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", body="cut")  # creates the job, the response is truncated
        assert assign(folder, MARA, CHEN) == 0
        assert jobs(roboflow) == {MARA: 2, CHEN: 2}
        left = roboflow.client.batches.get(roboflow.workspace, roboflow.project, batch.id)
        assert (left.images, left.num_jobs) == (0, 2)

    def test_retries_a_job_that_was_not_created(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=503)
        assert assign(folder, MARA) == 0
        assert jobs(roboflow) == {MARA: 4}


class TestSettings:
    @pytest.mark.parametrize("variable", ["HASTY_API_KEY", "ROBOFLOW_API_KEY"])
    def test_invalid_key_ends_the_program_and_is_not_shown(
        self,
        folder: Path,
        roboflow: RoboflowEmulator,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        variable: str,
    ) -> None:
        monkeypatch.setenv(variable, "another-key")
        roboflow.add_batch("Week 8", 4)
        assert assign(folder, MARA) == 3
        shown = capsys.readouterr()
        assert "error: " in shown.err
        assert "401" in shown.err
        assert "another-key" not in shown.out + shown.err
        assert jobs(roboflow) == {}

    def test_missing_key_ends_the_program(
        self,
        folder: Path,
        annotation_platforms: AnnotationPlatforms,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.delenv("ROBOFLOW_API_KEY")
        assert upload(folder) == 3
        assert "ROBOFLOW_API_KEY" in capsys.readouterr().err
        assert annotation_platforms.requests == []

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"folder": "nowhere"}, "nowhere is not a folder"),
            ({"--assign": "my-workspace"}, "my-workspace is not of the form WORKSPACE/PROJECT"),
            ({"--assign": "my-workspace/my-project"}, "--assign needs a --labeler"),
        ],
    )
    def test_reports_invalid_arguments(
        self,
        folder: Path,
        change: dict[str, str],
        message: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        given = {"--project": "p", "--dataset": "d", "folder": str(folder), **change}
        source = given.pop("folder")
        with pytest.raises(SystemExit) as ended:
            upload_and_assign.main([source, *(part for pair in given.items() for part in pair)])
        assert ended.value.code == 2
        assert message in capsys.readouterr().err

    def test_runs_as_a_program(self, folder: Path, hasty: HastyEmulator) -> None:
        command = [
            sys.executable,
            str(PROGRAM),
            str(folder),
            "--project",
            "Traffic",
            "--dataset",
            "June",
        ]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout == "June: 3 images uploaded, 0 skipped\n"
