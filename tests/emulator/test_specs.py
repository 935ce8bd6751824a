"""The contracts are found in a checkout, else in the package, and read as JSON values."""

import subprocess
import sys
from pathlib import Path

import pytest

from labelbridge_emulator.contract import specs

CHECKOUT = Path(__file__).parents[2]
PLATFORMS = ("hasty", "roboflow", "labelbox")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_checkout_reads_its_own_openapi(platform: str) -> None:
    assert specs.spec_path(platform) == CHECKOUT / "openapi" / f"{platform}.yaml"
    assert specs.load_spec(platform)["openapi"].startswith("3.1")


def test_outside_of_a_checkout_the_packaged_copy_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "labelbridge_emulator" / "_openapi"
    packaged.mkdir(parents=True)
    (packaged / "hasty.yaml").write_text("openapi: 3.1.0")
    monkeypatch.setattr(specs, "_CHECKOUT", tmp_path / "openapi")
    monkeypatch.setattr(specs, "_PACKAGED", packaged)
    assert specs.spec_path("hasty") == packaged / "hasty.yaml"


def test_an_unknown_platform_has_no_contract() -> None:
    with pytest.raises(FileNotFoundError, match="no contract for 'nobody'"):
        specs.spec_path("nobody")


def test_dates_and_words_of_old_yaml_stay_strings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "day: 2023-08-01\nanswer: yes\nswitch: on\ncount: 3\n"
    (tmp_path / "odd.yaml").write_text(text)
    monkeypatch.setattr(specs, "contracts", lambda: tmp_path)
    specs.load_spec.cache_clear()
    try:
        expected = {"day": "2023-08-01", "answer": "yes", "switch": "on", "count": 3}
        assert specs.load_spec("odd") == expected
    finally:
        specs.load_spec.cache_clear()


def test_an_installed_wheel_carries_the_contracts(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet"]
    subprocess.run(
        [*install, "--disable-pip-version-check", "--target", str(target), str(wheel)],
        check=True,
        capture_output=True,
    )
    program = f"""
import sys
sys.path = [path for path in sys.path if {str(CHECKOUT)!r} not in path or "site-packages" in path]
sys.path.insert(0, {str(target)!r})
from labelbridge_emulator.platforms.labelbox.handlers.documents import schema
from labelbridge_emulator.contract.specs import load_spec, spec_path
for platform in {PLATFORMS!r}:
    print(spec_path(platform), load_spec(platform)["info"]["title"])
print(schema().query_type)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    packaged = target / "labelbridge_emulator" / "_openapi"
    assert run.stdout.splitlines() == [
        *(
            f"{packaged / platform}.yaml {specs.load_spec(platform)['info']['title']}"
            for platform in PLATFORMS
        ),
        "Query",
    ]
