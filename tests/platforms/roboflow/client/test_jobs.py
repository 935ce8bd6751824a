"""Annotation jobs: listed, found, and made from the images of a batch."""

import pytest

from labelbridge.errors import BadRequest, InvalidArgument, NotFound, ServerError
from labelbridge.roboflow.resources.jobs import Jobs
from labelbridge_api.roboflow.models import Job
from labelbridge_emulator.platforms.roboflow.fixtures import add_member
from tests.support.flow_runner import FlowRunner, replay

PROJECT = ("my-workspace", "my-cv-project")
BATCH = "6VN0fFQIWU1E24bDjGsN"
JOB = "h2E42jt686yLyMIxxqOQ"
ORDER = {
    "name": "Racoons of November",
    "batch_id": BATCH,
    "num_images": 10,
    "labeler_email": "ann@labels.example",
    "reviewer_email": "ray@labels.example",
}


@pytest.fixture(autouse=True)
def _members(emulator):
    with emulator.store.lock:
        add_member(emulator.store, email=ORDER["labeler_email"])
        add_member(emulator.store, email=ORDER["reviewer_email"])


def test_a_list_gives_all_jobs_in_one_page(roboflow):
    jobs = roboflow.jobs.list(*PROJECT)
    assert [job.name for job in jobs] == ["Uploaded on 11/22/22 at 1:39 pm: Job 9", "Test Job"]
    assert jobs.total() == 2
    (page,) = jobs.pages(size=1)
    assert page.total == 2


def test_a_project_without_jobs_has_an_empty_list(roboflow):
    jobs = roboflow.jobs.list("my-workspace", "street-scenes")
    assert list(jobs) == []
    assert jobs.total() == 0
    assert jobs.first() is None


def test_one_job_is_found_by_its_id(roboflow):
    job = roboflow.jobs.get(*PROJECT, JOB)
    assert (job.status, job.num_images, job.annotated, job.unannotated) == ("assigned", 25, 12, 2)
    assert job.source_batch == f"PBDhem3YRI1rKtQZSqRK/{BATCH}"


def test_a_job_takes_its_images_from_the_batch(roboflow):
    before = roboflow.batches.get(*PROJECT, BATCH)
    job = roboflow.jobs.create(*PROJECT, **ORDER, instructions="Polygons, please")
    assert (job.name, job.num_images, job.unannotated) == ("Racoons of November", 10, 10)
    assert (job.labeler, job.reviewer) == ("ann@labels.example", "ray@labels.example")
    assert job.instructions_text == "Polygons, please"
    assert job.source_batch.endswith(f"/{BATCH}")
    after = roboflow.batches.get(*PROJECT, BATCH)
    assert (after.images, after.num_jobs) == (before.images - 10, before.num_jobs + 1)
    assert job in list(roboflow.jobs.list(*PROJECT))


def test_a_batch_gives_what_it_has(roboflow):
    job = roboflow.jobs.create(*PROJECT, **{**ORDER, "num_images": 1000})
    assert job.num_images == 115


def test_instructions_may_be_left_out(roboflow):
    job = roboflow.jobs.create(*PROJECT, **ORDER)
    assert job.instructions_text == "No instructions provided"


def test_the_order_is_sent_in_the_platforms_words():
    job = Job(id="a job")
    hand = FlowRunner(replay(job))
    create = Jobs.create.__wrapped__
    assert hand.run(create(None, *PROJECT, **ORDER, instructions="Polygons")) == job
    (sent,) = hand.steps
    assert sent.plan.body == {
        "name": "Racoons of November",
        "batch": BATCH,
        "num_images": 10,
        "labelerEmail": "ann@labels.example",
        "reviewerEmail": "ray@labels.example",
        "instructionText": "Polygons",
    }
    hand = FlowRunner(replay(job))
    hand.run(create(None, *PROJECT, **ORDER))
    assert "instructionText" not in hand.steps[0].plan.body


def test_a_job_in_an_envelope_is_the_same_job(roboflow, emulator):
    bare = roboflow.jobs.get(*PROJECT, JOB)
    wrapped = {"success": True, "job": bare.to_dict()}
    emulator.faults(
        [
            {"operation": "get_job", "content": wrapped},
            {"operation": "create_job", "content": wrapped},
        ]
    )
    assert roboflow.jobs.get(*PROJECT, JOB) == bare
    assert roboflow.jobs.create(*PROJECT, **ORDER) == bare


def test_what_is_not_there_is_not_found(roboflow):
    with pytest.raises(NotFound, match="Job not found"):
        roboflow.jobs.get(*PROJECT, "nobody-made-this")
    with pytest.raises(NotFound, match="Batch not found"):
        roboflow.jobs.create(*PROJECT, **{**ORDER, "batch_id": "nobody-made-this"})


def test_somebody_from_elsewhere_cannot_label(roboflow):
    with pytest.raises(BadRequest, match="labelerEmail is not a member"):
        roboflow.jobs.create(*PROJECT, **{**ORDER, "labeler_email": "eve@elsewhere.example"})


def test_a_failed_order_is_never_repeated(roboflow, emulator):
    emulator.faults([{"operation": "create_job", "status": 503}])
    with pytest.raises(ServerError):
        roboflow.jobs.create(*PROJECT, **ORDER)
    assert [entry["operation"] for entry in emulator.requests()] == ["create_job"]


@pytest.mark.parametrize(
    ("argument", "bad"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", None),
        ("batch_id", ""),
        ("batch_id", f"PBDhem3YRI1rKtQZSqRK/{BATCH}"),
        ("num_images", -1),
        ("num_images", 0),
        ("num_images", 2.5),
        ("num_images", "10"),
        ("num_images", True),
        ("num_images", None),
        ("labeler_email", "lenny"),
        ("labeler_email", "@example.com"),
        ("labeler_email", "lenny@"),
        ("labeler_email", "le nny@example.com"),
        ("labeler_email", "a@b@c"),
        ("labeler_email", ""),
        ("labeler_email", None),
        ("reviewer_email", "robin"),
        ("instructions", ""),
        ("instructions", 5),
    ],
)
def test_a_wrong_order_is_refused_before_any_request(roboflow, emulator, argument, bad):
    with pytest.raises(InvalidArgument, match=f"^{argument}: ") as caught:
        roboflow.jobs.create(*PROJECT, **{**ORDER, argument: bad})
    assert caught.value.argument == argument
    assert emulator.requests() == []


def test_what_an_order_needs_cannot_be_forgotten(roboflow, emulator):
    with pytest.raises(TypeError, match="batch_id"):
        roboflow.jobs.create(
            *PROJECT, **{name: ORDER[name] for name in ORDER if name != "batch_id"}
        )
    assert emulator.requests() == []


def test_an_impossible_id_is_refused_before_any_request(roboflow, emulator):
    with pytest.raises(InvalidArgument, match="^job_id: "):
        roboflow.jobs.get(*PROJECT, "..")
    assert emulator.requests() == []
