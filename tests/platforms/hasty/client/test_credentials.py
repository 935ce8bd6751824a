"""Credentials of buckets: each provider's fields and no others, and secrets that stay hidden."""

import copy
import json
import pickle
import traceback

import attrs
import pytest

from labelbridge.errors import ApiError, InvalidArgument, LabelbridgeError, ResponseFormatError
from labelbridge.hasty._redaction import redacting
from labelbridge.hasty.credentials import (
    AzureCredentials,
    DummyCredentials,
    GcsCredentials,
    S3Credentials,
)

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSj\n-----END"
KEY = json.dumps({"type": "service_account", "client_email": "robot@host", "private_key": PEM})
FIELDS = {
    GcsCredentials: {"bucket": "dashcam", "key_json": KEY},
    S3Credentials: {"bucket": "dashcam", "role": "arn:aws:iam::000000000000:role/reader"},
    AzureCredentials: {
        "account_name": "dashcam",
        "secret_access_key": "planted-Secret-7f3a",
        "container": "pictures",
    },
    DummyCredentials: {"secret": "planted-Secret-7f3a"},
}
SECRETS = ("key_json", "secret_access_key", "secret")


@pytest.mark.parametrize(("kind", "fields"), FIELDS.items())
def test_each_provider_has_exactly_its_fields(kind, fields):
    assert attrs.asdict(kind(**fields)) == fields
    for name in fields:
        with pytest.raises(TypeError, match=name):
            kind(**{other: value for other, value in fields.items() if other != name})
    with pytest.raises(TypeError, match="region"):
        kind(**fields, region="eu")
    with pytest.raises(TypeError):
        kind(*fields.values())


@pytest.mark.parametrize(("kind", "fields"), FIELDS.items())
def test_a_secret_shows_itself_in_no_repr_and_all_else_does(kind, fields):
    made = kind(**fields)
    for shown in (repr(made), str(made), f"{[made]}", repr(copy.copy(made))):
        for name, value in fields.items():
            assert f"{name}='***'" in shown if name in SECRETS else f"{name}={value!r}" in shown
            assert name not in SECRETS or value not in shown
    assert made == kind(**fields) == pickle.loads(pickle.dumps(made))  # what the user saves is his
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.bucket = "other"


@pytest.mark.parametrize("value", ["", None, 7, b"planted-Secret", {"key": "planted-Secret"}])
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, fields in FIELDS.items() for name in fields]
)
def test_a_field_that_is_no_text_is_refused_and_not_shown(kind, name, value):
    with pytest.raises(InvalidArgument) as caught:
        kind(**FIELDS[kind] | {name: value})
    assert caught.value.argument == name
    assert caught.value.problem == (f"must be a non-empty string, not {type(value).__name__}")


@pytest.mark.parametrize("value", ["key.json", "[1]", '"planted-Secret"', "[" * 100_000, KEY[:-9]])
def test_a_key_file_is_an_object_of_json_and_not_shown(value):
    with pytest.raises(InvalidArgument) as caught:
        GcsCredentials(bucket="dashcam", key_json=value)
    assert caught.value.argument == "key_json"
    shown = "".join(traceback.format_exception(caught.value))
    assert "planted" not in shown
    assert "MIIE" not in shown


# Errors that repeat what was sent


def raising(error: LabelbridgeError):
    raise error
    yield


def hidden(credentials, error: LabelbridgeError) -> str:
    """Everything that the error shows once it has passed."""
    with pytest.raises(type(error)) as caught:
        next(redacting(credentials, raising(error)))
    assert caught.value is error
    trace = "".join(traceback.format_exception(error, chain=True))
    return "\n".join([str(error), repr(error), str(vars(error)), trace])


@pytest.mark.parametrize(
    "kind", [kind for kind, fields in FIELDS.items() if kind is not S3Credentials]
)
def test_no_error_shows_a_secret_that_the_platform_repeats(kind):
    credentials = kind(**FIELDS[kind])
    (name,) = set(SECRETS) & FIELDS[kind].keys()
    secret = FIELDS[kind][name]
    sent = {name: secret, "list": [secret, 7, None]}
    for text in (secret, json.dumps(sent), f"{sent} is wrong"[:60], " ".join(secret.split())):
        error = ApiError(text, vendor="hasty", status=400, code=text[-40:], body=sent | {"m": text})
        shown = hidden(credentials, error)
        shown += hidden(credentials, ResponseFormatError(f"it begins with {text!r}"))
        assert "***" in shown
        for piece in ("planted", "MIIEvQIBADAN", "AQEFAASC", "BEGIN PRIV"):
            assert piece not in shown


def test_a_key_file_without_a_private_key_is_a_secret_as_a_whole():
    credentials = GcsCredentials(bucket="dashcam", key_json='{"token": "planted-Secret"}')
    assert "planted" not in hidden(credentials, ApiError('no {"token": "planted-Secret"}'))
    odd = GcsCredentials(bucket="dashcam", key_json='{"private_key": ["planted-Secret"]}')
    assert "planted" not in hidden(odd, ApiError('no {"private_key": ["planted-Secret"]}'))


def test_what_is_no_secret_is_still_said():
    gcs = GcsCredentials(**FIELDS[GcsCredentials])
    error = ApiError("robot@host lacks storage.objects.list on dashcam", status=403)
    assert "robot@host lacks storage.objects.list on dashcam" in hidden(gcs, error)
    s3 = S3Credentials(**FIELDS[S3Credentials])
    assert "role/reader" in hidden(s3, ApiError("cannot take role/reader"))
    short = DummyCredentials(secret="abc")
    assert "not *** but d" in hidden(short, ApiError("not abc but d"))


def test_a_flow_that_succeeds_returns_its_value():
    def flow():
        yield "step"
        return "value"

    steps = redacting(DummyCredentials(secret="planted-Secret"), flow())
    assert next(steps) == "step"
    with pytest.raises(StopIteration) as caught:
        next(steps)
    assert caught.value.value == "value"
