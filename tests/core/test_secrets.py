"""A key planted in a client shows itself nowhere.

Not in a log at DEBUG, a repr, an error or a traceback, and not in what the storage receives.
"""

import io
import logging
import traceback
from contextlib import suppress

import pytest

from labelbridge import AsyncHasty, AsyncLabelbox, AsyncRoboflow, Hasty, Labelbox, Roboflow
from labelbridge.errors import ConfigurationError, LabelbridgeError
from labelbridge.options import RetryPolicy
from labelbridge_emulator import running
from tests.support.modes import MODES, open_client

KEY = "planted-Key-7f3a"
NOWHERE = "00000000-0000-4000-8000-000000000000"
LABELBOX_PROJECT = "cle25fahd8djyjtl6z7sxsmt6"
VIDEO = "cle84ypw37jsfo6urmx02eetw"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def use_hasty(client, folder):
    project = client.projects.create(name="Secrets")
    dataset = client.datasets.create(project.id, name="d")
    image = client.images.upload(project.id, PNG, dataset_id=dataset.id, filename="a.png")
    client.images.set_status(project.id, image.id, status="DONE")
    job = client.exports.create(project.id, format="json_coco")
    client.exports.wait(project.id, job.id)
    client.exports.download(project.id, job.id, to=folder / "export.zip")
    client.projects.get(NOWHERE)


def use_roboflow(client, _folder):
    workspace = client.workspaces.check_key().workspace
    client.insights.get(workspace, start_date="2023-08-01", end_date="2023-08-31")
    client.batches.get(workspace, "no-project", "no-batch")


def use_labelbox(client, folder):
    assert list(client.labels.export(LABELBOX_PROJECT, start="2023-01-01"))
    client.labels.download(LABELBOX_PROJECT, to=folder / "labels.json")
    assert list(client.labels.frames(VIDEO))
    list(client.labels.frames("no-such-label"))


PLATFORMS = {
    "hasty": (Hasty, AsyncHasty, use_hasty),
    "roboflow": (Roboflow, AsyncRoboflow, use_roboflow),
    "labelbox": (Labelbox, AsyncLabelbox, use_labelbox),
}


@pytest.fixture(scope="module")
def emulator():
    with running() as started:
        yield started


@pytest.fixture
def log(caplog):
    """Everything that is logged at DEBUG, by whomever, with the records themselves."""
    caplog.set_level(logging.DEBUG)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    yield lambda: written.getvalue() + "".join(str(vars(record)) for record in caplog.records)
    logging.getLogger().removeHandler(handler)


def shown(error):
    """Everything that an error shows of itself, and of what led to it."""
    return "\n".join(
        ["".join(traceback.format_exception(error)), repr(error), str(error), str(vars(error))]
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PLATFORMS)
def test_a_key_is_in_no_log_repr_or_error_and_not_at_the_storage(
    name, mode, emulator, log, tmp_path
):
    sync, async_, use = PLATFORMS[name]
    emulator.reset()
    seen = []
    with open_client(mode, sync, async_, api_key=KEY, base_url=getattr(emulator, name)) as client:
        seen.append(repr(client) + repr(vars(client)))
        with pytest.raises(LabelbridgeError) as caught:
            use(client, tmp_path)
        seen.append(shown(caught.value))
    received = emulator.requests()
    assert all(KEY in str(entry) for entry in received if "storage" not in entry["operation"])
    at_storage = [entry for entry in received if "storage" in entry["operation"]]
    assert (name == "roboflow") == (at_storage == [])
    assert KEY not in str(at_storage)
    assert KEY not in "".join(seen) + log()
    assert "HTTP Request" in log()  # httpx did log


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize(
    "rule",
    [
        {"status": 401},
        {"status": 502, "body": "html"},
        {"body": "cut"},
        {"content": f"{KEY} is unknown"},
        {"status": 400, "content": {"code": KEY, "message": f"bad key {KEY}", "key": [KEY]}},
        {"status": 400, "content": {"errors": [{"message": KEY, "extensions": {"code": KEY}}]}},
    ],
    ids=str,
)
def test_an_error_shows_no_key_even_if_the_platform_echoes_it(
    name, mode, rule, emulator, log, tmp_path
):
    sync, async_, use = PLATFORMS[name]
    emulator.reset()
    emulator.faults([{"operation": "*", "count": 99} | rule])
    options = {"base_url": getattr(emulator, name), "retry": RetryPolicy(attempts=2, base=0.01)}
    with (
        open_client(mode, sync, async_, api_key=KEY, **options) as client,
        pytest.raises(LabelbridgeError) as caught,
    ):
        use(client, tmp_path)
    emulator.faults([])
    assert KEY not in shown(caught.value) + log()


@pytest.mark.parametrize("name", PLATFORMS)
@pytest.mark.parametrize(
    "key", [f"{KEY}\nX", f"{KEY} X", f"{KEY}é", f"{KEY}\x7f", f"\u2028{KEY}x y"]
)
@pytest.mark.parametrize("outside", [True, False], ids=["environment", "argument"])
def test_an_impossible_key_is_refused_and_not_shown(name, key, outside, monkeypatch, log):
    variable = f"{name.upper()}_API_KEY"
    if outside:
        monkeypatch.setenv(variable, key)
    for client in PLATFORMS[name][:2]:
        with pytest.raises(ConfigurationError, match=variable) as caught:
            client() if outside else client(key)
        assert KEY not in shown(caught.value) + log()


@pytest.mark.parametrize("name", PLATFORMS)
def test_no_key_names_the_variable(name, monkeypatch):
    variable = f"{name.upper()}_API_KEY"
    monkeypatch.delenv(variable, raising=False)
    for client in PLATFORMS[name][:2]:
        with pytest.raises(ConfigurationError, match=f"set the environment variable {variable}"):
            client()


def test_a_redirection_takes_no_key_along(emulator, tmp_path):
    """Frames may answer 301: the address it names is another origin, and gets no key."""
    emulator.reset()
    with Labelbox(KEY, base_url=emulator.labelbox) as client:
        client.labels.download(LABELBOX_PROJECT, to=tmp_path / "labels.json")
        signed = emulator.requests()[-1]["url"]
        emulator.faults(
            [{"operation": "get_frames", "status": 301, "headers": {"Location": signed}}]
        )
        with suppress(LabelbridgeError):  # the file there is no frames
            list(client.labels.frames(VIDEO))
    last = emulator.requests()[-1]
    assert last["operation"] == "storage.get"
    assert KEY not in str(last)
