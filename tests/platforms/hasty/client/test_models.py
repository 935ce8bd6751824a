"""The models of Hasty."""

import pytest

from labelbridge.hasty import models
from labelbridge_api.hasty import models as generated


def test_models_are_the_generated_ones():
    assert {*models.__all__} == {*generated.__all__} <= {*dir(models)}
    for name in generated.__all__:
        assert getattr(models, name) is getattr(generated, name)
    with pytest.raises(AttributeError):
        models.Imag  # noqa: B018 - the access is the test
