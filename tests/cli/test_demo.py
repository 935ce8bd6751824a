"""The demo: the data that comes back equals what was sent, and a failed run leaves no files."""

import io
import json
import os
import warnings
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from attrs import evolve
from PIL import Image
from pycocotools.coco import COCO

from labelbridge.cli import demo, main
from labelbridge.cli.demo import hasty, roboflow
from labelbridge.cli.demo.part import part_class
from labelbridge_api.hasty.models import Label, LabelCreate
from labelbridge_emulator import running
from tests.support.samples import sample

FILES = ["coco.json", "insights.png", "preview.png"]
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "coco"


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def run(*options: object) -> int:
    return main(["demo", *map(str, options)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def summary(printed: str) -> dict[str, tuple[str, str]]:
    """Parse the printed summary: the result and the status of each check."""
    lines = printed.partition("Summary")[2].splitlines()
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]
    return {row[-3]: (row[-2], row[-1]) for row in cells if len(row) >= 3}


def load(path: Path) -> COCO:
    with redirect_stdout(io.StringIO()):  # it prints its progress
        return COCO(str(path))


def assert_is_a_picture(path: Path, smallest_side: int) -> None:
    with Image.open(path) as picture:
        assert min(picture.size) >= smallest_side
        pixels = np.asarray(picture.convert("RGB"))[::5, ::5]
    assert pixels.std() > 20
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100


@pytest.fixture(scope="module")
def default_run(tmp_path_factory):
    """The status and the directory of a run without options."""
    out = tmp_path_factory.mktemp("own") / "below" / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("no_proxy", raising=False)
        patch.setenv("http_proxy", "http://127.0.0.1:9")  # there is no proxy: it must not be used
        status = run("--out", out)
        assert "no_proxy" not in os.environ
    return status, out


def test_default_run_writes_three_files(default_run):
    status, out = default_run
    assert status == 0
    assert names(out) == FILES
    assert_is_a_picture(out / "preview.png", 700)
    assert_is_a_picture(out / "insights.png", 1000)
    loaded = load(out / "coco.json")
    annotations = loaded.dataset["annotations"]
    assert len(annotations) == 14
    assert [image["file_name"] for image in loaded.dataset["images"]] == ["grace_hopper.jpg"]
    masks = [each for each in annotations if isinstance(each["segmentation"], dict)]
    assert [loaded.cats[each["category_id"]]["name"] for each in masks] == ["shirt"]


def test_runs_are_reproducible(default_run, tmp_path):
    assert run("--out", tmp_path) == 0
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (default_run[1] / name).read_bytes()


def test_edge_cases_come_back_and_existing_files_are_replaced(coco_set, capsys, monkeypatch):
    monkeypatch.setenv("no_proxy", "example.com")
    out = coco_set.file.parent / "out"
    out.mkdir()
    (out / "coco.json").write_text("before")
    (out / "mine.txt").write_text("stays")
    assert run("--coco", coco_set.file, "--images", coco_set.images, "--out", out) == 0
    assert names(out) == [*FILES[:2], "mine.txt", FILES[2]]
    assert os.environ["no_proxy"] == "example.com"
    found = summary(capsys.readouterr().out)
    assert {status for _, status in list(found.values())[1:]} == {"ok"}
    assert found["photographs uploaded"][0] == "3 of 3"
    assert found["labels read back"][0] == "6 of 6 equal"
    assert found["masks, compared by pixel"][0] == "3 of 3"
    assert found["polygons, compared by point"][0].startswith("2 of 2")
    exported = json.loads((out / "coco.json").read_text())
    files = [image["file_name"] for image in exported["images"]]
    assert files == ["a/sea.png", "b/sea.png", "nothing.jpg"]
    assert exported["annotations"][0]["segmentation"] == [[0, 0, 10, 5, 10, 5, 64, 21, 30, 48]]
    assert {each["name"] for each in exported["categories"]} == {"kite", "sea"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared COCO samples are not here")
def test_ten_photographs_with_62_annotations(tmp_path, capsys):
    file, images = SAMPLES / "instances.json", SAMPLES / "images"
    assert run("--coco", file, "--images", images, "--out", tmp_path) == 0
    found = summary(capsys.readouterr().out)
    assert found["labels read back"] == ("62 of 62 equal", "ok")
    assert found["masks, compared by pixel"] == ("6 of 6", "ok")
    assert found["polygons, compared by point"][0].startswith("56 of 56")
    assert_equivalent(load(file), load(tmp_path / "coco.json"))


def assert_equivalent(sent: COCO, exported: COCO) -> None:
    """Match each annotation with an exported one, independently of the demo's own comparison."""
    remaining = list(exported.dataset["annotations"])
    assert len(remaining) == len(sent.dataset["annotations"]) == 62
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # raised in pycocotools, by numpy
        for one in sent.dataset["annotations"]:
            match = next(other for other in remaining if is_close(sent, one, exported, other))
            remaining.remove(match)
    assert remaining == []


def is_close(sent: COCO, one: dict, exported: COCO, other: dict) -> bool:
    if names_of(sent, one) != names_of(exported, other):
        return False
    boxes = [np.array(each["bbox"]) for each in (one, other)]
    edges = [np.concatenate([box[:2], box[:2] + box[2:]]) for box in boxes]
    if np.abs(edges[0] - edges[1]).max() > 1:
        return False
    if len(one["segmentation"]) > 1:
        return np.array_equal(sent.annToMask(one), exported.annToMask(other))
    polygons = one["segmentation"][0], other["segmentation"][0]
    return len(polygons[0]) == len(polygons[1]) and np.abs(np.subtract(*polygons)).max() <= 1


def names_of(coco: COCO, annotation: dict) -> tuple[str, str]:
    image = coco.imgs[annotation["image_id"]]
    return image["file_name"], coco.cats[annotation["category_id"]]["name"]


@pytest.fixture
def faults(monkeypatch):
    """Return a function that adds faults to the emulator of the demo."""

    def add(*rules):
        @contextmanager
        def faulty():
            with running() as emulator:
                emulator.faults(rules)
                yield emulator

        monkeypatch.setattr(demo, "running", faulty)

    return add


@pytest.fixture
def small(coco_set, monkeypatch):
    """The options of a fast run, which draws no images."""
    monkeypatch.setattr(hasty, "draw_preview", lambda *arguments: arguments[-1].touch())
    monkeypatch.setattr(roboflow, "draw_team", lambda *arguments: arguments[-1].touch())
    return "--coco", coco_set.file, "--images", coco_set.images


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"/items/0/z_index": 99, "/items/1/bbox/0": 1}, "4 of 6 equal; different: bbox, z_index"),
        ({"/items": [], "/meta/total": 0}, "3 of 6 equal; different: id"),
    ],
)
def test_changed_label_fails_its_check(faults, small, tmp_path, capsys, changes, result):
    faults({"operation": "list_labels", "set": changes})
    assert run(*small, "--out", tmp_path / "out") == 1
    printed = capsys.readouterr().out
    found = summary(printed)
    assert found["labels read back"] == (result, "FAILED")
    assert [name for name, (_, status) in found.items() if status == "FAILED"] == [
        "labels read back"
    ]
    assert "1 of 16 checks failed" in printed
    assert names(tmp_path / "out") == FILES


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"operation": "create_export", "status": 400}, "hasty create_export: 400"),
        ({"operation": "storage.get", "body": "empty"}, "storage.get"),
        ({"operation": "create_project", "remove": ["/id"]}, "id"),
        ({"operation": "get_insights", "status": 402}, "roboflow get_insights: 402"),
        ({"operation": "list_batches", "count": 9, "set": {"/batches": []}}, "no batch"),
    ],
)
def test_platform_error_leaves_the_directory_unchanged(
    faults, small, tmp_path, capsys, rule, message
):
    out = tmp_path / "out"
    out.mkdir()
    (out / "coco.json").write_text("before")
    faults(rule)
    assert run(*small, "--out", out) == 1
    assert message in capsys.readouterr().err
    assert names(out) == ["coco.json"]
    assert (out / "coco.json").read_text() == "before"


def test_new_directories_are_removed_after_an_error_or_interrupt(
    faults, small, monkeypatch, tmp_path
):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(roboflow, "draw_team", interrupt)
    assert run(*small, "--out", tmp_path / "new" / "out") == 130
    faults({"operation": "create_project", "status": 400})
    assert run(*small, "--out", tmp_path / "new" / "out") == 1
    assert not (tmp_path / "new").exists()


def error_of(coco_set, capsys, **options) -> str:
    out = coco_set.images.parent / "o"
    paths = {"coco": coco_set.file, "images": coco_set.images, "out": out} | options
    assert run(*(text for name, path in paths.items() if path for text in (f"--{name}", path))) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not out.exists()
    return printed.err


def test_invalid_input_is_reported_before_anything_is_sent(coco_set, capsys, tmp_path):
    assert "images: is required if coco is given" in error_of(coco_set, capsys, images=None)
    assert "coco: is required if images is given" in error_of(coco_set, capsys, coco=None)
    gone = tmp_path / "gone"
    assert f"coco: cannot read {gone}" in error_of(coco_set, capsys, coco=gone)
    assert f"images: {gone} is not a directory" in error_of(coco_set, capsys, images=gone)
    coco_set.content["annotations"][3]["segmentation"]["counts"] = [1]
    coco_set.write()
    message = "annotations[3].segmentation: has run lengths that do not fill the image"
    assert message in error_of(coco_set, capsys)
    coco_set.content["images"][2]["width"] = 31
    coco_set.write()
    message = "nothing.jpg has 30 x 90 pixels, but the COCO file has 31 x 90"
    assert message in error_of(coco_set, capsys)
    (coco_set.images / "nothing.jpg").unlink()
    assert "nothing.jpg does not exist" in error_of(coco_set, capsys)
    path = coco_set.images / "a" / "sea.png"
    content = path.read_bytes()
    path.write_bytes(b"no image")
    assert f"{path} is not an image" in error_of(coco_set, capsys)
    path.write_bytes(content[: len(content) // 2])
    assert f"cannot read {path}" in error_of(coco_set, capsys)


def test_unwritable_output_is_reported(tmp_path, capsys):
    (tmp_path / "file").touch()
    (tmp_path / "preview.png").mkdir()
    assert run("--out", tmp_path / "file") == 1
    assert "out: " in capsys.readouterr().err
    assert run("--out", tmp_path) == 1
    assert f"out: {tmp_path / 'preview.png'} is a directory" in capsys.readouterr().err
    assert names(tmp_path) == ["file", "preview.png"]


SENT = {"class_id": str(UUID(int=7)), "external_id": "12", "bbox": [1, 2, 5, 6], "z_index": 0}
STORED = sample(Label, **{**SENT, "class_id": UUID(int=7), "mask": None})


def test_differing_fields_are_named():
    assert hasty.differing_fields(SENT, STORED) == []
    changes = {"class_id": UUID(int=1), "bbox": [1, 2, 5, 7], "polygon": [[1, 2]], "z_index": 1}
    for name, value in changes.items():
        assert hasty.differing_fields(SENT, evolve(STORED, **{name: value})) == [name]


def test_every_field_of_a_label_is_compared():
    everything = LabelCreate(bbox=[1], polygon=[[1]], mask=[1], keypoints=[]).to_dict()
    stored = sample(Label, class_id=UUID(int=7), **everything)
    assert set(hasty.differing_fields({}, stored)) == {"class_id", *everything}


def test_platform_without_a_part_is_skipped():
    assert part_class("unknown") is None
