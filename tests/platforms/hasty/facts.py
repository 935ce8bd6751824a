"""Facts of the platform that generic tests need; tests/support/facts.py has the list."""

from typing import Any

ID = "00000000-0000-4000-8000-000000000017"
PNG = b"\x89PNG\r\n\x1a\n"

STORED = {"create_uploads": ("PUT", "hasty/uploads/"), "get_export": ("GET", "hasty/exports/")}
POLLED = ("get_export", "get_automated_labeling_job", "get_video", "get_object_detector")
NOT_PAGED = ("list_label_attributes",)


def error_body(message: str, code: str) -> Any:
    return {"code": code, "message": message}


TRANSFERS = {
    "create_uploads": (
        lambda url: {"items": [{"id": ID, "url": url}]},
        lambda client, _: client.images.upload(ID, PNG, dataset_id=ID, filename="a.png"),
    ),
    "get_export": (
        lambda url: {"id": ID, "status": "DONE", "meta": {"url": url, "export_name": "an export"}},
        lambda client, folder: client.exports.download(ID, ID, to=folder / "a.zip"),
    ),
}
WAITS = {
    "get_export": lambda client, seconds: client.exports.wait(ID, ID, timeout=seconds),
    "get_video": lambda client, seconds: client.videos.wait(ID, ID, timeout=seconds),
    "get_automated_labeling_job": lambda client, seconds: client.automated_labeling.wait(
        ID, ID, timeout=seconds
    ),
    **{
        f"get_{kind}": lambda client, seconds, kind=kind: client.inference.wait(
            ID, kind, timeout=seconds
        )
        for kind in ("object_detector", "instance_segmentor", "semantic_segmentor", "attributer")
    },
}
