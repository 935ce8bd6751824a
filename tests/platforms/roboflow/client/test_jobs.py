"""Annotation jobs of Roboflow."""

import pytest
from httpx import MockTransport, Response

from labelbridge import ClientOptions, Roboflow
from labelbridge.errors import BadRequest, InvalidArgument, NotFound
from labelbridge.roboflow.models import Job
from labelbridge.roboflow.resources.jobs import Jobs
from labelbridge_emulator.platforms.roboflow.fixtures import add_member
from tests.support.flow_runner import body_of
from tests.support.samples import sample, sample_json

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"
JOB = "h2E42jt686yLyMIxxqOQ"
FIELDS = {
    "name": "Racoons of November",
    "batch_id": BATCH,
    "num_images": 10,
    "labeler_email": "ann@labels.example",
    "reviewer_email": "ray@labels.example",
}


@pytest.fixture(autouse=True)
def _members(emulator):
    with emulator.store.lock:
        add_member(emulator.store, email=FIELDS["labeler_email"])
        add_member(emulator.store, email=FIELDS["reviewer_email"])


@pytest.mark.parametrize(
    ("wrap", "place"),
    [
        (lambda job: job, "/created"),
        (lambda job: {"job": job}, "/job/created"),
        (lambda job: {"job": job, "id": JOB}, "/job/created"),
    ],
)
def test_time_in_another_form_is_reported_with_its_place(wrap, place):
    body, drifts = wrap(sample_json(Job, created=1616161616)), []
    transport = MockTransport(lambda _: Response(200, json=body))
    options = ClientOptions(on_drift=drifts.append)
    with Roboflow("key", transport=transport, options=options) as client:
        job = client.jobs.get(*PROJECT, JOB)
    assert [drift.place for drift in drifts if drift.kind == "type"] == [place]
    assert f" at {place}: an integer" in str(drifts[0])
    assert not hasattr(job, "created")


def test_create_moves_images_from_the_batch(roboflow):
    before = roboflow.batches.get(*PROJECT, BATCH)
    job = roboflow.jobs.create(*PROJECT, **FIELDS, instructions="Polygons, please")
    assert (job.name, job.num_images, job.unannotated) == ("Racoons of November", 10, 10)
    assert (job.labeler, job.reviewer) == ("ann@labels.example", "ray@labels.example")
    assert job.instructions_text == "Polygons, please"
    assert job.source_batch.endswith(f"/{BATCH}")
    after = roboflow.batches.get(*PROJECT, BATCH)
    assert (after.images, after.num_jobs) == (before.images - 10, before.num_jobs + 1)
    assert job in list(roboflow.jobs.list(*PROJECT))
    rest = roboflow.jobs.create(*PROJECT, **FIELDS | {"num_images": 1000})
    assert rest.num_images == after.images
    assert rest.instructions_text == "No instructions provided"


def test_create_sends_the_names_of_the_contract():
    body = {
        "name": "Racoons of November",
        "batch": BATCH,
        "num_images": 10,
        "labelerEmail": "ann@labels.example",
        "reviewerEmail": "ray@labels.example",
    }
    assert body_of(sample(Job), Jobs.create, *PROJECT, **FIELDS) == body
    sent = body_of(sample(Job), Jobs.create, *PROJECT, **FIELDS, instructions="Polygons")
    assert sent == body | {"instructionText": "Polygons"}


def test_unknown_batches_and_members_are_errors(roboflow):
    with pytest.raises(NotFound):
        roboflow.jobs.create(*PROJECT, **FIELDS | {"batch_id": "unknown"})
    with pytest.raises(BadRequest, match="labelerEmail"):
        roboflow.jobs.create(*PROJECT, **FIELDS | {"labeler_email": "eve@elsewhere.example"})


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("name", ("", "  ", None)),
        ("batch_id", ("", f"PBDhem3YRI1rKtQZSqRK/{BATCH}")),
        ("num_images", (-1, 0, 2.5, "10", True, None)),
        (
            "labeler_email",
            ("lenny", "@example.com", "lenny@", "le nny@example.com", "a@b@c", "", None),
        ),
        ("reviewer_email", ("robin",)),
        ("instructions", ("", 5)),
    ],
)
def test_create_rejects_invalid_fields(roboflow, emulator, argument, values):
    for value in values:
        with pytest.raises(InvalidArgument, match=f"^{argument}: ") as caught:
            roboflow.jobs.create(*PROJECT, **FIELDS | {argument: value})
        assert caught.value.argument == argument
    assert emulator.requests() == []
