"""The registry of platforms."""

import subprocess
import sys
from pathlib import Path

import labelbridge
from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.registry import client_classes, operation_ids, platform_names

SPECS = Path(__file__).parents[2] / "openapi"


def test_platforms_are_those_of_the_contracts():
    specs = {path.stem for path in SPECS.glob("*.yaml") if "." not in path.stem}
    assert set(platform_names()) == specs
    assert list(platform_names()) == sorted(specs)


def test_client_classes_are_those_of_the_package():
    for name in platform_names():
        sync, async_ = client_classes(name)
        assert issubclass(sync, SyncClient)
        assert issubclass(async_, AsyncClient)
        assert sync.platform.name == async_.platform.name == name
        assert getattr(labelbridge, sync.__name__) is sync
        assert getattr(labelbridge, async_.__name__) is async_


def test_operation_ids_are_those_of_the_contract():
    for name in platform_names():
        spec = (SPECS / f"{name}.yaml").read_text()
        ids = operation_ids(name)
        assert ids
        assert all(f"operationId: {one}\n" in spec for one in ids)


def test_listing_platforms_imports_no_platform():
    program = (
        "from labelbridge._core.registry import platform_names; import sys;"
        "names = platform_names();"
        "print(*[m for m in sys.modules if m.endswith(names) or m == 'httpx'])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
