"""The models that users of Hasty meet, in one place."""

from labelbridge.hasty import models
from labelbridge_api.hasty import models as generated


def test_each_name_is_that_of_the_generated_model():
    for name in set(models.__all__) - {"UNSET", "Unset"}:
        assert getattr(models, name) is getattr(generated, name)


def test_what_an_answer_left_out_is_unset_and_false():
    assert models.Image().name is models.UNSET
    assert not models.UNSET
