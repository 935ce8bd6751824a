"""The program against emulated platforms: what it does, and what it does when things go wrong."""

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
    """A folder with three images, and something else."""
    made = tmp_path / "photos"
    made.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        (made / name).write_bytes(picture())
    (made / "notes.txt").write_text("taken in June")
    return made


@pytest.fixture
def hasty(hasty_emulator: HastyEmulator) -> HastyEmulator:
    """Hasty with the project that the tests upload to."""
    hasty_emulator.seed("empty")
    hasty_emulator.add_project("Traffic")
    hasty_emulator.add_project("Traffic at night")
    return hasty_emulator


@pytest.fixture
def roboflow(hasty: HastyEmulator, roboflow_emulator: RoboflowEmulator) -> RoboflowEmulator:
    """Roboflow with three labelers, on the same new world."""
    for email in (MARA, CHEN, TOMAS):
        roboflow_emulator.add_member(email)
    return roboflow_emulator


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the program waited; it does not really."""
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
    def test_all_images_of_the_folder_are_uploaded(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]
        assert capsys.readouterr().out == "June: 3 images uploaded, 0 were there\n"

    def test_the_key_does_not_go_to_the_storage(self, folder: Path, hasty: HastyEmulator) -> None:
        upload(folder)
        puts = [each for each in hasty.requests if each.operation == "storage.put"]
        assert len(puts) == 3
        assert not any(hasty.key in f"{each.url} {dict(each.headers)}" for each in puts)

    def test_another_run_uploads_what_is_new(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        upload(folder)
        (folder / "d.png").write_bytes(picture())
        capsys.readouterr()
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png", "d.png"]
        assert capsys.readouterr().out == "June: 1 images uploaded, 3 were there\n"

    def test_a_run_with_nothing_to_do_changes_nothing(
        self, folder: Path, hasty: HastyEmulator
    ) -> None:
        upload(folder)
        before = len(hasty.requests)
        assert upload(folder) == 0
        assert {each.method for each in hasty.requests[before:]} == {"GET"}

    def test_a_file_that_is_no_image_is_refused_and_the_others_are_uploaded(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "b.png").write_text("no image at all")
        assert upload(folder) == 1
        assert image_names(hasty) == ["a.png", "c.png"]
        assert "refused: b.png: " in capsys.readouterr().err

    def test_so_is_an_image_that_the_platform_cannot_read(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "b.png").write_bytes(picture()[:20])  # it begins like one
        assert upload(folder) == 1
        assert image_names(hasty) == ["a.png", "c.png"]
        assert "b.png: hasty create_image: 400" in capsys.readouterr().err

    def test_a_failure_that_passes_is_not_noticed(
        self, folder: Path, hasty: HastyEmulator, pauses: list[float]
    ) -> None:
        hasty.faults("list_images", status=503)
        hasty.faults("storage.put", status=503)
        hasty.faults("create_image", status=503)
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]

    def test_an_import_whose_answer_is_lost_is_not_done_twice(
        self, folder: Path, hasty: HastyEmulator, pauses: list[float]
    ) -> None:
        hasty.faults("create_image", body="cut")
        assert upload(folder) == 0
        assert image_names(hasty) == ["a.png", "b.png", "c.png"]
        statuses = [each.status for each in hasty.requests if each.operation == "create_image"]
        assert statuses == [200, 409, 200, 200]

    def test_one_that_stays_ends_the_program(
        self,
        folder: Path,
        hasty: HastyEmulator,
        pauses: list[float],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        hasty.faults("create_image", body="html", count=99)
        assert upload(folder) == 3
        assert pauses == [1.0, 1.0]
        assert "gave up: hasty create_image: 502" in capsys.readouterr().err

    def test_a_mistyped_project_is_not_made(
        self, folder: Path, hasty: HastyEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert upload(folder, project="Traffic at") == 3
        assert capsys.readouterr().err == "gave up: Hasty has no project 'Traffic at'\n"
        assert {each.method for each in hasty.requests} == {"GET"}


class TestAssign:
    def test_a_batch_is_shared_among_the_labelers(
        self, folder: Path, roboflow: RoboflowEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        roboflow.add_batch("Week 8", 11)
        assert assign(folder, MARA, CHEN, TOMAS) == 0
        assert jobs(roboflow) == {MARA: 4, CHEN: 4, TOMAS: 3}
        assert f"Week 8: 3 images for {TOMAS}\n" in capsys.readouterr().out

    def test_another_run_assigns_nothing(self, folder: Path, roboflow: RoboflowEmulator) -> None:
        roboflow.add_batch("Week 8", 11)
        assign(folder, MARA, CHEN)
        before = len(roboflow.requests)
        assert assign(folder, MARA, CHEN) == 0
        assert {each.method for each in roboflow.requests[before:]} == {"GET"}

    def test_fewer_images_than_labelers_leave_the_last_without(
        self, folder: Path, roboflow: RoboflowEmulator
    ) -> None:
        roboflow.add_batch("Week 8", 2)
        assert assign(folder, MARA, CHEN, TOMAS) == 0
        assert jobs(roboflow) == {MARA: 1, CHEN: 1}

    def test_an_unknown_labeler_is_told_and_their_share_waits_for_another(
        self, folder: Path, roboflow: RoboflowEmulator, capsys: pytest.CaptureFixture[str]
    ) -> None:
        roboflow.add_batch("Week 8", 9)
        assert assign(folder, MARA, "nobody@example.com", CHEN) == 1
        assert jobs(roboflow) == {MARA: 3, CHEN: 3}
        assert "refused: nobody@example.com: " in capsys.readouterr().err
        assert assign(folder, MARA, TOMAS, CHEN) == 0
        assert jobs(roboflow) == {MARA: 3, CHEN: 3, TOMAS: 3}

    def test_a_platform_that_is_busy_is_left_alone_as_long_as_it_asks(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=429, headers={"Retry-After": "7"})
        assert assign(folder, MARA) == 0
        assert pauses == [7.0]
        assert jobs(roboflow) == {MARA: 4}

    def test_but_not_for_ever(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=429, headers={"Retry-After": "3600"})
        assert assign(folder, MARA) == 3
        assert (pauses, jobs(roboflow)) == ([], {})

    def test_a_job_whose_answer_is_lost_is_not_made_twice(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        batch = roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", body="cut")  # it is made, and the connection breaks
        assert assign(folder, MARA, CHEN) == 0
        assert jobs(roboflow) == {MARA: 2, CHEN: 2}
        left = roboflow.client.batches.get(roboflow.workspace, roboflow.project, batch.id)
        assert (left.images, left.num_jobs) == (0, 2)

    def test_one_that_was_not_made_is_asked_for_again(
        self, folder: Path, roboflow: RoboflowEmulator, pauses: list[float]
    ) -> None:
        roboflow.add_batch("Week 8", 4)
        roboflow.faults("create_job", status=503)
        assert assign(folder, MARA) == 0
        assert jobs(roboflow) == {MARA: 4}


class TestSettings:
    @pytest.mark.parametrize("variable", ["HASTY_API_KEY", "ROBOFLOW_API_KEY"])
    def test_a_key_that_is_refused_ends_the_program_and_is_not_shown(
        self,
        folder: Path,
        roboflow: RoboflowEmulator,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        variable: str,
    ) -> None:
        monkeypatch.setenv(variable, "a-key-of-somebody-else")
        roboflow.add_batch("Week 8", 4)
        assert assign(folder, MARA) == 3
        shown = capsys.readouterr()
        assert "gave up: " in shown.err
        assert "401" in shown.err
        assert "somebody" not in shown.out + shown.err
        assert jobs(roboflow) == {}

    def test_so_does_one_that_is_missing(
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
            ({"--assign": "my-workspace"}, "my-workspace is not like my-workspace/my-project"),
            ({"--assign": "my-workspace/my-project"}, "--assign needs a --labeler"),
        ],
    )
    def test_wrong_arguments_are_told(
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

    def test_it_runs_as_a_program_too(self, folder: Path, hasty: HastyEmulator) -> None:
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
        assert ended.stdout == "June: 3 images uploaded, 0 were there\n"
