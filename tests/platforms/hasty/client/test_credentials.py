"""Credentials of buckets: fields of each provider, and masked secrets."""

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
        "secret_access_key": "exposed-Secret-7f3a",
        "container": "pictures",
    },
    DummyCredentials: {"secret": "exposed-Secret-7f3a"},
}
SECRETS = {"key_json", "secret_access_key", "secret"}
every_kind = pytest.mark.parametrize(("kind", "fields"), FIELDS.items())


@every_kind
def test_repr_masks_secrets(kind, fields):
    made = kind(**fields)
    for shown in (repr(made), str(made), f"{[made]}", repr(copy.copy(made))):
        for name, value in fields.items():
            assert f"{name}='***'" in shown if name in SECRETS else f"{name}={value!r}" in shown
            assert name not in SECRETS or value not in shown
    assert made == kind(**fields) == pickle.loads(pickle.dumps(made))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.bucket = "other"


@pytest.mark.parametrize("value", ["", None, 7, b"exposed-Secret", {"key": "exposed-Secret"}])
@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, fields in FIELDS.items() for name in fields]
)
def test_field_must_be_text_and_is_not_in_the_error(kind, name, value):
    with pytest.raises(InvalidArgument) as caught:
        kind(**FIELDS[kind] | {name: value})
    assert caught.value.argument == name
    assert caught.value.problem == f"must be a non-empty string, not {type(value).__name__}"


@pytest.mark.parametrize("value", ["key.json", "[1]", '"exposed-Secret"', "[" * 100_000, KEY[:-9]])
def test_key_file_must_be_a_json_object_and_is_not_in_the_error(value):
    with pytest.raises(InvalidArgument) as caught:
        GcsCredentials(bucket="dashcam", key_json=value)
    assert caught.value.argument == "key_json"
    shown = "".join(traceback.format_exception(caught.value))
    assert "exposed" not in shown
    assert "MIIE" not in shown


# Errors that repeat the request


def raising(error: LabelbridgeError):
    raise error
    yield


def redacted(credentials, error: LabelbridgeError) -> str:
    """All texts of an error after redaction."""
    with pytest.raises(type(error)) as caught:
        next(redacting(credentials, raising(error)))
    assert caught.value is error
    trace = "".join(traceback.format_exception(error, chain=True))
    return "\n".join([str(error), repr(error), str(vars(error)), trace])


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind is not S3Credentials])
def test_errors_do_not_contain_secrets_or_parts_of_them(kind):
    credentials = kind(**FIELDS[kind])
    (name,) = SECRETS & FIELDS[kind].keys()
    secret = FIELDS[kind][name]
    sent = {name: secret, "list": [secret, 7, None]}
    for text in (secret, json.dumps(sent), f"{sent} is wrong"[:60], " ".join(secret.split())):
        body = sent | {"m": text}
        shown = redacted(credentials, ApiError(text, status=400, code=text[-40:], body=body))
        shown += redacted(credentials, ResponseFormatError(f"it begins with {text!r}"))
        assert "***" in shown
        for piece in ("exposed", "MIIEvQIBADAN", "AQEFAASC", "BEGIN PRIV"):
            assert piece not in shown


@pytest.mark.parametrize("key", ['{"token": "exposed-Secret"}', '{"private_key": ["exposed-Se"]}'])
def test_key_file_without_private_key_is_redacted_completely(key):
    credentials = GcsCredentials(bucket="dashcam", key_json=key)
    assert "exposed" not in redacted(credentials, ApiError(f"no {key}"))


def test_other_text_is_not_redacted():
    gcs = GcsCredentials(**FIELDS[GcsCredentials])
    message = "robot@host lacks storage.objects.list on dashcam"
    assert message in redacted(gcs, ApiError(message, status=403))
    s3 = S3Credentials(**FIELDS[S3Credentials])
    assert "role/reader" in redacted(s3, ApiError("cannot assume role/reader"))
    short = DummyCredentials(secret="abc")
    assert "not *** but d" in redacted(short, ApiError("not abc but d"))


def test_successful_flow_returns_its_value():
    def flow():
        yield "step"
        return "value"

    steps = redacting(DummyCredentials(secret="exposed-Secret"), flow())
    assert next(steps) == "step"
    with pytest.raises(StopIteration) as caught:
        next(steps)
    assert caught.value.value == "value"
