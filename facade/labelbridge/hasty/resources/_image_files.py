"""How files become images, and replace those of images.

A file goes to the storage first and is imported from there; or the platform fetches it, from a URL
or from a bucket.
"""

from __future__ import annotations

from uuid import UUID

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate as check
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge._core.methods import operation
from labelbridge.errors import InvalidArgument
from labelbridge.files import FileInput
from labelbridge.hasty._inputs.checks import address, boolean, optional, text
from labelbridge.hasty.resources.uploads import NOT_YET, put, source_of
from labelbridge_api.hasty.api.images import create_image, replace_image
from labelbridge_api.hasty.models import (
    Image,
    ImageFromBucket,
    ImageFromUpload,
    ImageFromUrl,
    ImageReplaceFromUpload,
    ImageReplaceFromUrl,
)


class ImageFiles:
    """The methods of `images` that take a file."""

    @operation
    def upload(
        self,
        project_id: Id,
        file: FileInput,
        *,
        dataset_id: Id,
        filename: str | None = None,
        external_id: str | None = None,
        replace: bool | None = None,
    ) -> Flow[Image]:
        """Upload an image: ask for a signed URL, put the bytes there without the key, import them.

        Args:
            project_id: The project.
            file: A path, or the bytes themselves. It is read in pieces, never whole.
            dataset_id: The dataset it shall lie in.
            filename: Its name, unique in the dataset; needed for bytes, else the file's own.
            external_id: The caller's own id of it.
            replace: Whether to take over an image of the dataset that has this name.

        Raises:
            InvalidArgument: The file is missing, empty or no image; nothing was sent.
            Conflict: The dataset has an image of this name, and `replace` is not given.
        """
        project = check.uuid("project_id", project_id)
        source = source_of(file, filename)
        body = request_body(
            ImageFromUpload,
            {
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "upload_id": NOT_YET,
                "filename": source.name,
                "external_id": external_id,
            },
        )
        replace = optional(boolean, "replace", replace)
        body.upload_id = yield from put(project, source, files.check_image)
        return (yield from send(create_image.plan(project, body=body, replace=replace)))

    @operation
    def import_url(
        self,
        project_id: Id,
        *,
        url: str,
        dataset_id: Id,
        filename: str | None = None,
        copy_original: bool | None = None,
        external_id: str | None = None,
        replace: bool | None = None,
    ) -> Flow[Image]:
        """Let the platform fetch an image. `dataset_name` may be null until it has.

        Args:
            project_id: The project.
            url: Where the file lies, http or https.
            dataset_id: The dataset it shall lie in.
            filename: Its name, unique in the dataset; the last part of the URL when none is given.
            copy_original: Whether the platform keeps a copy, which it does when this is not given.
                Without one the URL must stay reachable, and allow CORS.
            external_id: The caller's own id of it.
            replace: Whether to take over an image of the dataset that has this name.

        Raises:
            Conflict: The dataset has an image of this name, and `replace` is not given.
        """
        body = request_body(
            ImageFromUrl,
            {
                "url": address("url", url),
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
                "external_id": external_id,
            },
        )
        replace = optional(boolean, "replace", replace)
        project = check.uuid("project_id", project_id)
        return send(create_image.plan(project, body=body, replace=replace))

    @operation
    def import_bucket(
        self,
        project_id: Id,
        *,
        bucket_id: Id,
        path: str,
        dataset_id: Id,
        filename: str | None = None,
        copy_original: bool | None = None,
        external_id: str | None = None,
        replace: bool | None = None,
    ) -> Flow[Image]:
        """Import an image from a bucket that is mounted in the workspace.

        Args:
            project_id: The project.
            bucket_id: Id of the bucket's credentials.
            path: Path of the object in the bucket, no URL; the platform calls it `url`.
            dataset_id: The dataset it shall lie in.
            filename: Its name, unique in the dataset.
            copy_original: Whether the platform keeps a copy; the vendor's SDK asks for none.
            external_id: The caller's own id of it.
            replace: Whether to take over an image of the dataset that has this name.

        Raises:
            Conflict: The dataset has an image of this name, and `replace` is not given.
        """
        if "://" in text("path", path):
            raise InvalidArgument(
                "path", f"must be a path in the bucket, not a URL: {short_repr(path)}"
            )
        body = request_body(
            ImageFromBucket,
            {
                "bucket_id": check.uuid("bucket_id", bucket_id),
                "url": path,
                "dataset_id": check.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
                "external_id": external_id,
            },
        )
        replace = optional(boolean, "replace", replace)
        project = check.uuid("project_id", project_id)
        return send(create_image.plan(project, body=body, replace=replace))

    @operation
    def replace(
        self,
        project_id: Id,
        image_id: Id,
        file: FileInput,
        *,
        filename: str | None = None,
        external_id: str | Null | None = None,
    ) -> Flow[Image]:
        """Give an image another file; id, dataset and labels stay.

        Args:
            project_id: The project.
            image_id: The image.
            file: A path, or the bytes themselves.
            filename: Its name from now on: the platform wants one. Needed for bytes, else the
                file's own.
            external_id: The caller's own id of it; NULL removes it.

        Raises:
            InvalidArgument: The file is missing, empty or no image; nothing was sent.
        """
        project, image = ids(project_id, image_id)
        source = source_of(file, filename)
        body = request_body(
            ImageReplaceFromUpload,
            {"upload_id": NOT_YET, "filename": source.name, "external_id": external_id},
        )
        body.upload_id = yield from put(project, source, files.check_image)
        return (yield from send(replace_image.plan(project, image, body=body)))

    @operation
    def replace_from_url(
        self,
        project_id: Id,
        image_id: Id,
        *,
        url: str,
        filename: str | None = None,
        copy_original: bool | None = None,
    ) -> Flow[Image]:
        """Let the platform fetch another file for an image. Only an older SDK shows this body.

        Args:
            project_id: The project.
            image_id: The image.
            url: Where the file lies, http or https.
            filename: Its name from now on.
            copy_original: Whether the platform keeps a copy, which it does when this is not given.
        """
        body = request_body(
            ImageReplaceFromUrl,
            {
                "url": address("url", url),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
            },
        )
        return send(replace_image.plan(*ids(project_id, image_id), body=body))


def ids(project_id: Id, image_id: Id) -> tuple[UUID, UUID]:
    """Return the ids that lead to an image, checked."""
    return check.uuid("project_id", project_id), check.uuid("image_id", image_id)
