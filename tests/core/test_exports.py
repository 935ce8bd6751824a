"""What labelbridge exports: exactly this, and each name loads only what it needs."""

import subprocess
import sys

import pytest

import labelbridge
from labelbridge import errors

CLIENTS = ["AsyncHasty", "AsyncLabelbox", "AsyncRoboflow", "Hasty", "Labelbox", "Roboflow"]


def test_the_package_exports_clients_null_and_its_version():
    assert sorted(labelbridge.__all__) == sorted([*CLIENTS, "NULL", "__version__"])
    assert dir(labelbridge) == sorted(labelbridge.__all__)
    for name in labelbridge.__all__:
        assert getattr(labelbridge, name) is not None


def test_an_unknown_name_is_said_to_be_missing():
    with pytest.raises(AttributeError, match="has no attribute 'Hastie'"):
        labelbridge.Hastie  # noqa: B018 - asking is the test


def test_every_error_has_one_base_and_is_in_the_tree_of_its_module():
    found = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    assert found == {
        "ApiError", "AuthenticationFailed", "BadRequest", "ConfigurationError", "Conflict",
        "ConnectionFailed", "InvalidArgument", "JobFailed", "LabelbridgeError", "NotFound",
        "PayloadTooLarge", "PaymentRequired", "PermissionDenied", "RateLimited", "RequestTimeout",
        "ResponseFormatError", "ServerError", "WaitTimeout",
    }  # fmt: skip
    for name in found:
        assert issubclass(getattr(errors, name), errors.LabelbridgeError)
        assert name in (errors.__doc__ or "")
    assert issubclass(errors.InvalidArgument, ValueError)


EMULATOR = "labelbridge_emulator"


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import labelbridge", ["httpx", "labelbridge.hasty", EMULATOR]),
        (
            "from labelbridge import Hasty",
            ["labelbridge_api.labelbox", EMULATOR, "numpy"],
        ),
        (
            "from labelbridge import Labelbox",
            ["labelbridge_api.hasty", EMULATOR, "numpy"],
        ),
        (
            "from labelbridge.labelbox import read_export",
            ["labelbridge.hasty", EMULATOR],
        ),
    ],
)
def test_an_import_loads_no_more_than_it_needs(statement, unwanted):
    program = f"{statement}; import sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in unwanted if name in loaded] == []
