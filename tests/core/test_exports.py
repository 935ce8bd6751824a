"""The names that labelbridge exports, and what importing them loads."""

import subprocess
import sys

import pytest

import labelbridge
from labelbridge import errors
from labelbridge._core.registry import client_classes, platform_names

EMULATOR = "labelbridge_emulator"


def test_the_package_exports_clients_null_and_version():
    clients = {each.__name__ for name in platform_names() for each in client_classes(name)}
    assert set(labelbridge.__all__) == clients | {"NULL", "__version__"}
    assert dir(labelbridge) == sorted(labelbridge.__all__)
    for name in labelbridge.__all__:
        assert getattr(labelbridge, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Unknown'"):
        labelbridge.Unknown  # noqa: B018 - the access is the test


def test_all_errors_have_one_base_and_are_documented():
    found = {
        name: value
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    assert len(found) == 18
    assert [name for name in found if name not in (errors.__doc__ or "")] == []
    assert all(issubclass(value, errors.LabelbridgeError) for value in found.values())
    assert issubclass(errors.InvalidArgument, ValueError)


def loaded(statement: str) -> set[str]:
    program = f"{statement}; import sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_no_platform():
    unwanted = {"httpx", EMULATOR, *(f"labelbridge.{name}" for name in platform_names())}
    assert not unwanted & loaded("import labelbridge")


@pytest.mark.parametrize("platform", platform_names())
def test_importing_a_client_loads_only_its_platform(platform):
    sync, _ = client_classes(platform)
    others = [name for name in platform_names() if name != platform]
    unwanted = {
        f"{package}.{name}" for package in ("labelbridge", "labelbridge_api") for name in others
    }
    found = loaded(f"from labelbridge import {sync.__name__}")
    assert not (unwanted | {EMULATOR, "numpy"}) & found
