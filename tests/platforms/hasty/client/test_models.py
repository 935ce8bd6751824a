"""The models that users of Hasty meet, in one place."""

from labelbridge.hasty import models
from labelbridge_api.hasty import models as generated


def test_each_name_is_that_of_the_generated_model():
    for name in set(models.__all__) - {"UNSET", "Unset"}:
        assert getattr(models, name) is getattr(generated, name)


def test_wrappers_and_bodies_that_the_methods_hide_are_not_among_them():
    hidden = set(generated.__all__) - set(models.__all__)
    assert {name for name in hidden if not name.endswith(("Page", "List", "Input", "Meta"))} == {
        "ActiveLearningRankRequest",
        "AttributePredictionRequest",
        "BucketCredentialAz",
        "BucketCredentialDummy",
        "BucketCredentialGcs",
        "BucketCredentialS3",
        "BucketImportRequest",
        "DetectionRequest",
        "AttributeClassKey",
        "Error",
        "ExportRequest",
        "ImageFromBucket",
        "ImageFromUpload",
        "ImageFromUrl",
        "ImageOffset",
        "ImageReplaceFromUpload",
        "ImageReplaceFromUrl",
        "MediaPatch",
        "MediaStatusById",
        "MediaStatusByName",
        "ObjectId",
        "SearchParameters",
        "TagAssign",
        "TagRemove",
        "SemanticSegmentationRequest",
        "VideoFromUpload",
        "VideoFromUrl",
    }


def test_what_an_answer_left_out_is_unset_and_false():
    assert models.Image().name is models.UNSET
    assert not models.UNSET
