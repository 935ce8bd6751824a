"""The main job: what goes in comes back, three files are left, and what fails leaves none."""

import io
import json
import os
import warnings
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from labelbridge.cli import demo, main
from labelbridge.cli.demo.hasty_part import known
from labelbridge.errors import ResponseFormatError
from labelbridge_api.hasty.types import UNSET
from labelbridge_emulator import running

FILES = ["coco.json", "insights.png", "preview.png"]
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "coco"

pytestmark = pytest.mark.usefixtures("wide")


@pytest.fixture
def wide(monkeypatch):
    """Keep rich from breaking lines."""
    monkeypatch.setenv("COLUMNS", "200")


def run(*options: object) -> int:
    return main(["demo", *map(str, options)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def verdicts(printed: str) -> dict[str, tuple[str, str]]:
    """Return what the summary says of each check: what was found, and the verdict."""
    lines = printed.partition("Summary")[2].splitlines()
    cells = [[cell for cell in line.split("  ") if cell.strip()] for line in lines]
    rows = [[cell.strip() for cell in row[-3:]] for row in cells if len(row) >= 3]
    return {what: (found, verdict) for what, found, verdict in rows[1:]}


def load(path: Path) -> COCO:
    with redirect_stdout(io.StringIO()):  # it prints how it gets on
        return COCO(str(path))


def assert_is_a_picture(path: Path, least: int) -> None:
    with Image.open(path) as picture:
        picture.load()
        assert min(picture.size) >= least
        pixels = np.asarray(picture.convert("RGB"))[::5, ::5]
    assert pixels.std() > 20
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Run the demo on its own input."""
    out = tmp_path_factory.mktemp("own") / "below" / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        patch.delenv("no_proxy", raising=False)
        # a proxy that nobody listens to: it must not be asked
        patch.setenv("http_proxy", "http://127.0.0.1:9")
        status = run("--out", out)
        assert "no_proxy" not in os.environ
    return status, out


def test_the_demo_brings_its_own_input_and_leaves_three_files(own):
    status, out = own
    assert status == 0
    assert names(out) == FILES
    assert_is_a_picture(out / "preview.png", 700)
    assert_is_a_picture(out / "insights.png", 1000)
    loaded = load(out / "coco.json")
    assert len(loaded.getAnnIds()) == 14
    assert [image["file_name"] for image in loaded.dataset["images"]] == ["grace_hopper.jpg"]
    masks = [
        each for each in loaded.dataset["annotations"] if isinstance(each["segmentation"], dict)
    ]
    assert [loaded.cats[each["category_id"]]["name"] for each in masks] == ["shirt"]


def test_the_same_run_gives_the_same_files(own, tmp_path):
    assert run("--out", tmp_path) == 0
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (own[1] / name).read_bytes()


def test_an_awkward_set_comes_back_and_files_of_a_run_before_are_replaced(
    coco_set, capsys, monkeypatch
):
    monkeypatch.setenv("no_proxy", "example.com")
    out = coco_set.file.parent / "out"
    out.mkdir()
    (out / "coco.json").write_text("before")
    (out / "mine.txt").write_text("stays")
    assert run("--coco", coco_set.file, "--images", coco_set.images, "--out", out) == 0
    assert names(out) == [*FILES[:2], "mine.txt", FILES[2]]
    assert os.environ["no_proxy"] == "example.com"
    found = verdicts(capsys.readouterr().out)
    assert {verdict for _, verdict in found.values()} == {"ok"}
    assert found["photographs uploaded"][0] == "3 of 3"
    assert found["labels read back"][0] == "6 of 6 equal"
    assert found["masks, by pixels"][0] == "3 of 3"
    assert found["polygons, by points"][0].startswith("2 of 2")
    exported = json.loads((out / "coco.json").read_text())
    assert [image["file_name"] for image in exported["images"]] == [
        "a/sea.png",
        "b/sea.png",
        "nothing.jpg",
    ]
    assert exported["annotations"][0]["segmentation"] == [[0, 0, 10, 5, 10, 5, 64, 21, 30, 48]]
    assert {each["name"] for each in exported["categories"]} == {"kite", "sea"}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared COCO samples are not here")
def test_ten_photographs_with_62_annotations_come_back(tmp_path, capsys):
    file, images = SAMPLES / "instances.json", SAMPLES / "images"
    assert run("--coco", file, "--images", images, "--out", tmp_path) == 0
    found = verdicts(capsys.readouterr().out)
    assert found["photographs uploaded"] == ("10 of 10", "ok")
    assert found["labels read back"] == ("62 of 62 equal", "ok")
    assert found["masks, by pixels"] == ("6 of 6", "ok")
    assert found["polygons, by points"][0].startswith("56 of 56")
    assert_is_a_picture(tmp_path / "preview.png", 1000)
    assert_close(load(file), load(tmp_path / "coco.json"))


def assert_close(sent: COCO, back: COCO) -> None:
    """Find for each annotation one that came back, by other means than the demo's own."""
    left = list(back.dataset["annotations"])
    assert len(left) == len(sent.dataset["annotations"]) == 62
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pycocotools', of numpy
        for one in sent.dataset["annotations"]:
            found = next(other for other in left if is_close(sent, one, back, other))
            left.remove(found)
    assert left == []


def is_close(sent: COCO, one: dict, back: COCO, other: dict) -> bool:
    if identity(sent, one) != identity(back, other):
        return False
    boxes = [np.array(each["bbox"]) for each in (one, other)]
    edges = [np.concatenate([box[:2], box[:2] + box[2:]]) for box in boxes]
    if np.abs(edges[0] - edges[1]).max() > 1:
        return False
    if len(one["segmentation"]) > 1:
        return np.array_equal(sent.annToMask(one), back.annToMask(other))
    outlines = one["segmentation"][0], other["segmentation"][0]
    return len(outlines[0]) == len(outlines[1]) and np.abs(np.subtract(*outlines)).max() <= 1


def identity(coco: COCO, annotation: dict) -> tuple[str, str]:
    image = coco.imgs[annotation["image_id"]]
    return image["file_name"], coco.cats[annotation["category_id"]]["name"]


@pytest.fixture
def faulty(monkeypatch):
    """Return what makes the demo's emulator answer wrongly."""

    def break_it(*rules):
        @contextmanager
        def broken():
            with running() as emulator:
                emulator.faults(rules)
                yield emulator

        monkeypatch.setattr(demo, "running", broken)

    return break_it


@pytest.fixture
def small(coco_set):
    """Return the options of a quick run."""
    return "--coco", coco_set.file, "--images", coco_set.images


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the pictures empty: drawing takes longer than all the rest of a run."""
    for draw in ("draw_preview", "draw_insights"):
        monkeypatch.setattr(demo, draw, lambda *given: given[-1].touch())


@pytest.mark.usefixtures("undrawn")
def test_a_label_that_comes_back_otherwise_is_a_wrong_verdict_and_a_status(
    faulty, small, tmp_path, capsys
):
    changes = {"/items/0/z_index": 99, "/items/1/bbox/0": 1}
    faulty({"operation": "list_labels", "set": changes})
    assert run(*small, "--out", tmp_path / "out") == 1
    found = verdicts(capsys.readouterr().out)
    assert found["labels read back"] == ("4 of 6 equal, not in bbox, z_index", "WRONG")
    assert [what for what, (_, verdict) in found.items() if verdict != "ok"] == ["labels read back"]
    assert names(tmp_path / "out") == FILES  # they are whole: the job went through


@pytest.mark.usefixtures("undrawn")
def test_a_label_that_does_not_come_back_is_a_wrong_verdict(faulty, small, tmp_path, capsys):
    faulty({"operation": "list_labels", "set": {"/items": [], "/meta/total": 0}})
    assert run(*small, "--out", tmp_path / "out") == 1
    found = verdicts(capsys.readouterr().out)
    assert found["labels read back"] == ("3 of 6 equal, not in id", "WRONG")


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"operation": "create_export", "status": 400}, "hasty create_export: 400"),
        ({"operation": "storage.get", "body": "empty"}, "storage.get: the file begins with"),
        ({"operation": "create_project", "remove": ["/id"]}, "leaves out an id"),
        ({"operation": "get_insights", "status": 402}, "roboflow get_insights: 402"),
        ({"operation": "list_batches", "count": 9, "set": {"/batches": []}}, "no batch"),
    ],
)
def test_a_platform_that_fails_leaves_the_folder_as_it_was(
    faulty, small, tmp_path, capsys, rule, complaint
):
    out = tmp_path / "out"
    out.mkdir()
    (out / "coco.json").write_text("before")
    faulty(rule)
    assert run(*small, "--out", out) == 1
    assert complaint in capsys.readouterr().err
    assert names(out) == ["coco.json"]
    assert (out / "coco.json").read_text() == "before"


def test_folders_that_were_made_for_a_run_that_fails_are_taken_away(faulty, tmp_path):
    faulty({"operation": "create_project", "status": 400})
    assert run("--out", tmp_path / "new" / "out") == 1
    assert names(tmp_path) == []


@pytest.mark.usefixtures("undrawn")
def test_a_run_that_is_interrupted_leaves_nothing(monkeypatch, small, tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "draw_insights", interrupt)
    assert run(*small, "--out", tmp_path / "out") == 130
    assert not (tmp_path / "out").exists()


def complaint_of(coco_set, capsys, **options) -> str:
    paths = {"coco": coco_set.file, "images": coco_set.images, "out": coco_set.images.parent / "o"}
    flags = [
        flag for name, path in (paths | options).items() if path for flag in (f"--{name}", path)
    ]
    assert run(*flags) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not (coco_set.images.parent / "o").exists()
    return printed.err


def test_input_that_is_missing_is_refused_before_anything_is_done(coco_set, capsys, tmp_path):
    assert "images: is needed where coco is given" in complaint_of(coco_set, capsys, images=None)
    assert "coco: is needed where images is given" in complaint_of(coco_set, capsys, coco=None)
    gone = tmp_path / "gone"
    assert f"coco: {gone} cannot be read" in complaint_of(coco_set, capsys, coco=gone)
    assert f"images: {gone} is not a folder" in complaint_of(coco_set, capsys, images=gone)
    (coco_set.images / "nothing.jpg").unlink()
    assert "nothing.jpg does not exist" in complaint_of(coco_set, capsys)


def test_an_image_that_is_none_is_refused(coco_set, capsys):
    path = coco_set.images / "a" / "sea.png"
    whole = path.read_bytes()
    path.write_bytes(b"no image")
    assert f"{path} is not an image" in complaint_of(coco_set, capsys)
    path.write_bytes(whole[: len(whole) // 2])
    assert f"{path} cannot be read" in complaint_of(coco_set, capsys)


def test_an_image_of_another_size_is_refused(coco_set, capsys):
    coco_set.content["images"][2]["width"] = 31
    coco_set.write()
    complaint = complaint_of(coco_set, capsys)
    assert "nothing.jpg has 30 x 90 pixels, where the COCO file says 31 x 90" in complaint


def test_a_label_that_cannot_be_sent_is_refused(coco_set, capsys):
    coco_set.content["annotations"][3]["segmentation"]["counts"] = [1]
    coco_set.write()
    complaint = complaint_of(coco_set, capsys)
    assert "annotations[3].segmentation: has run lengths that do not fill the image" in complaint


def test_a_place_that_cannot_be_written_is_refused(tmp_path, capsys):
    (tmp_path / "file").touch()
    (tmp_path / "preview.png").mkdir()
    assert run("--out", tmp_path / "file") == 1
    assert "out: " in capsys.readouterr().err
    assert run("--out", tmp_path) == 1
    assert f"out: {tmp_path / 'preview.png'} is a folder" in capsys.readouterr().err
    assert names(tmp_path) == ["file", "preview.png"]


def test_an_id_that_is_left_out_is_an_answer_that_is_not_as_it_should_be():
    assert known("id") == "id"
    with pytest.raises(ResponseFormatError):
        known(UNSET)
