"""Copied and pickled clients, resources and handles; keys are never pickled."""

import copy
import inspect
import multiprocessing
import pickle
import ssl
from concurrent.futures import ProcessPoolExecutor
from uuid import uuid4

import httpx
import pytest

from labelbridge import errors
from labelbridge._core.registry import client_classes, platform_names
from labelbridge.options import ClientOptions, RetryPolicy, Timeout
from tests.core.conftest import AsyncToolClient, ToolClient
from tests.support.example import CLIENTS, KEY_VARIABLE, PROJECT, Client
from tests.support.local_server import local_server

ERRORS = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, errors.LabelbridgeError)
]
KEY = "Secret-Key-7f3a"

every_client = pytest.mark.parametrize("client", CLIENTS)


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    for name in platform_names():
        monkeypatch.setenv(f"{name.upper()}_API_KEY", KEY)


def parts(client):
    """Return a client, one with other options, a resource, and the same of a handle."""
    handle = client.project(PROJECT)
    return client, client.with_options(deadline=5), client.projects, handle, handle.images


@every_client
def test_pickled_objects_have_the_settings_but_not_the_key(client):
    options = ClientOptions(paths={"get_project": "/v2/{project_id}"}, verify="/x.pem")
    retry, timeout = RetryPolicy(attempts=7), Timeout(read=5)
    url = "http://api.test/prefix"
    with_settings = client(base_url=url, options=options, retry=retry, timeout=timeout)
    for each in parts(with_settings):
        pickled = pickle.dumps(each)
        assert KEY.encode() not in pickled
        copied = pickle.loads(pickled)
        driver = copied._context.driver
        assert (type(copied), repr(copied)) == (type(each), repr(each))
        assert (driver._policy, driver._timeout, driver._http.options) == (retry, timeout, options)
        assert driver._http.secret.reveal() == KEY
        assert driver._deadline == each._context.driver._deadline


def test_a_client_with_other_options_closes_its_connections_in_another_process():
    client = pickle.loads(pickle.dumps(Client().with_options(deadline=5)))
    client.close()
    assert client._api.is_closed


@pytest.mark.parametrize("platform", platform_names())
def test_the_clients_of_every_platform_can_be_pickled(platform):
    for client in client_classes(platform):
        pickled = pickle.dumps(client())
        assert KEY.encode() not in pickled
        assert repr(pickle.loads(pickled)) == repr(client())


@every_client
def test_another_key_than_that_of_the_environment_cannot_be_pickled(client, monkeypatch):
    for each in parts(client("another-key")):
        with pytest.raises(errors.ConfigurationError, match=f"not pickled.* {KEY_VARIABLE}") as got:
            pickle.dumps(each)
        assert "another-key" not in str(got.value)
    pickled = pickle.dumps(client())
    monkeypatch.delenv(KEY_VARIABLE)
    with pytest.raises(errors.ConfigurationError, match=f"no key .* {KEY_VARIABLE}"):
        pickle.loads(pickled)


@every_client
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"transport": httpx.MockTransport(print)}, "with transport= cannot be pickled"),
        (
            {"options": ClientOptions(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))},
            "verify is an ssl.SSLContext cannot be pickled; use a path",
        ),
    ],
)
def test_what_cannot_be_pickled_is_named(client, arguments, message):
    for each in parts(client(**arguments)):
        with pytest.raises(errors.ConfigurationError, match=message):
            pickle.dumps(each)


@pytest.mark.parametrize("client", [ToolClient, AsyncToolClient])
def test_pagers_and_rows_state_what_to_pickle_instead(client):
    tools = client().tools
    for each in (tools.list(), tools.rows()):
        with pytest.raises(TypeError, match="pickle the client or the resource, and call"):
            pickle.dumps(each)
        assert copy.copy(each) is copy.deepcopy(each) is each


def read(client, project_id):
    return client.projects.get(project_id).id


def test_a_spawned_process_uses_a_client_of_its_parent():
    ids = [uuid4() for _ in range(4)]
    spawn = multiprocessing.get_context("spawn")
    with (
        local_server() as server,
        Client(base_url=f"http://127.0.0.1:{server.port}") as client,
        ProcessPoolExecutor(1, spawn) as pool,
    ):
        assert list(pool.map(read, [client] * 4, ids)) == ids
        assert [each.id for each in pool.map(client.projects.get, ids)] == ids


@every_client
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_copies_share_connections_and_functions(client, duplicate):
    seen = []
    options = ClientOptions(on_drift=seen.append, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    for each in parts(client("another-key", base_url="http://x.test", options=options)):
        copied = duplicate(each)
        assert (type(copied), repr(copied)) == (type(each), repr(each))
        assert copied._context.driver is each._context.driver


@pytest.mark.parametrize("error", ERRORS)
def test_errors_can_be_pickled(error):
    raised = error("images[0]")
    raised.done = [1]
    if isinstance(raised, errors.ApiError):
        raised.status, raised.body = 404, {"a": 1}
    copied = pickle.loads(pickle.dumps(raised))
    assert type(copied) is error
    assert (str(copied), vars(copied)) == (str(raised), vars(raised))
