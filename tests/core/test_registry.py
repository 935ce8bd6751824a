"""The registry of platforms, the exported names, and what importing them loads."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import labelbridge
from labelbridge import errors
from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.registry import client_classes, operation_ids, platform_names
from tests.support.example import PLATFORM, PROJECT, Client, models
from tests.support.samples import sample_json

SPECS = Path(__file__).parents[2] / "openapi"
EMULATOR = "labelbridge_emulator"
OPTIONS = {"ClientOptions", "RetryPolicy", "Timeout"}


def test_platforms_are_those_of_the_contracts():
    specs = {path.stem for path in SPECS.glob("*.yaml") if "." not in path.stem}
    assert list(platform_names()) == sorted(specs)


@pytest.mark.parametrize("name", platform_names())
def test_a_platform_has_clients_and_operations(name):
    for client, base in zip(client_classes(name), (SyncClient, AsyncClient), strict=True):
        assert issubclass(client, base)
        assert client.platform.name == name
        assert getattr(labelbridge, client.__name__) is client
    spec = (SPECS / f"{name}.yaml").read_text()
    assert operation_ids(name)
    assert all(f"operationId: {each}\n" in spec for each in operation_ids(name))


def test_the_package_exports_clients_options_null_and_version():
    clients = {each.__name__ for name in platform_names() for each in client_classes(name)}
    assert set(labelbridge.__all__) == clients | OPTIONS | {"NULL", "__version__"}
    assert dir(labelbridge) == sorted(labelbridge.__all__)
    assert None not in [getattr(labelbridge, name) for name in labelbridge.__all__]
    with pytest.raises(AttributeError, match="has no attribute 'Unknown'"):
        labelbridge.Unknown  # noqa: B018 - the access is the test


def test_all_errors_have_one_base_and_are_documented():
    found = {
        name: value
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    assert len(found) == 20
    assert [name for name in found if name not in (errors.__doc__ or "")] == []
    assert all(issubclass(value, errors.LabelbridgeError) for value in found.values())
    assert issubclass(errors.InvalidArgument, ValueError)


def loaded(statement: str) -> set[str]:
    """Return the modules that a statement loads in another interpreter."""
    program = [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"]
    return set(subprocess.run(program, capture_output=True, text=True, check=True).stdout.split())


def packages_of(*platforms: str) -> set[str]:
    return {f"{one}.{name}" for one in ("labelbridge", "labelbridge_api") for name in platforms}


@pytest.mark.parametrize(
    "statement",
    [
        "import labelbridge",
        "from labelbridge._core.registry import platform_names; platform_names()",
    ],
)
def test_importing_the_package_loads_no_platform(statement):
    assert not ({"httpx", EMULATOR} | packages_of(*platform_names())) & loaded(statement)


@pytest.mark.parametrize("platform", platform_names())
def test_importing_a_client_loads_only_its_platform(platform):
    others = packages_of(*(name for name in platform_names() if name != platform))
    found = loaded(f"from labelbridge import {client_classes(platform)[0].__name__}")
    assert not (others | {EMULATOR, "numpy"}) & found


def test_a_call_loads_only_the_models_of_its_resource():
    body = json.dumps(sample_json(models.Project, id=PROJECT))
    found = loaded(
        f"import httpx; from labelbridge import {Client.__name__} as Client\n"
        f"transport = httpx.MockTransport(lambda _: httpx.Response(200, content={body!r}))\n"
        f"Client('key', transport=transport).projects.get({PROJECT!r})"
    )
    models_of = f"labelbridge_api.{PLATFORM}.models."
    names = {name.removeprefix(models_of) for name in found if name.startswith(models_of)}
    names -= {"page_meta", "search_parameters"}
    assert "project" in names
    assert all(name.startswith("project") for name in names)
    assert not {"asyncio", "numpy", "pyarrow", EMULATOR} & found
