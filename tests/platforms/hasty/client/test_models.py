"""The models of Hasty."""

import subprocess
import sys

import pytest

from labelbridge.hasty import models
from labelbridge_api.hasty import models as generated


def test_models_are_the_generated_ones():
    assert {*models.__all__} == {*generated.__all__, "UNSET", "Unset"} <= {*dir(models)}
    for name in generated.__all__:
        assert getattr(models, name) is getattr(generated, name)
    with pytest.raises(AttributeError):
        models.Imag  # noqa: B018 - the access is the test


def test_unset_is_false():
    assert models.Image().name is models.UNSET
    assert not models.UNSET


@pytest.mark.parametrize("platform", ["hasty", "roboflow", "labelbox"])
def test_importing_models_does_not_load_them_all(platform):
    program = (
        f"import sys, labelbridge.{platform}.models as models; loaded = set(sys.modules)\n"
        f"prefix = 'labelbridge_api.{platform}.models.'\n"
        "print(sum(name.startswith(prefix) for name in loaded), len(models.__all__))"
    )
    command = [sys.executable, "-c", program]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    loaded, known = map(int, output.split())
    assert loaded < known / 2 or platform == "labelbox"
