"""Import of image files, and replacement of the files of images.

A file is uploaded to the storage and then imported, or the platform downloads it from a URL or from
a bucket.
"""

from __future__ import annotations

from labelbridge import files
from labelbridge._core.flow import Flow, send
from labelbridge._core.json import validate
from labelbridge._core.json.encode import Null, request_body
from labelbridge._core.json.validate import Id, short_repr
from labelbridge._core.methods import operation
from labelbridge.errors import InvalidArgument
from labelbridge.files import FileInput
from labelbridge.hasty._inputs.checks import boolean, optional, remote_url, text, uuids
from labelbridge.hasty.resources.uploads import PLACEHOLDER_ID, file_source, upload_file
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
    """The methods of `images` for files."""

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
        check: bool = True,
    ) -> Flow[Image]:
        """Upload an image: create a signed URL, send the bytes to it without the key, import them.

        Known formats, which the first bytes identify: JPEG, PNG, GIF, BMP, TIFF, WebP, AVIF, HEIC,
        HEIF, JPEG 2000, JPEG XL, PBM, PGM, PPM. The list of the platform is not documented.

        Args:
            project_id: The project.
            file: A path, the bytes or a file object in binary mode, which is sent from its start to
                its end whatever its position is. Files are read in chunks.
            dataset_id: The dataset for the file.
            filename: Name of the image, unique in the dataset. Required for bytes; the default for
                a path or an opened file is the name of the file.
            external_id: The caller's own id of the image.
            replace: Whether to replace an image with this name in the dataset.
            check: Whether the file must have a known format; False sends any file.

        Raises:
            InvalidArgument: The file is missing, empty or not an image; no request was sent.
            Conflict: The dataset has an image with this name, and `replace` is not True.
        """
        project = validate.uuid("project_id", project_id)
        source = file_source(file, filename)
        body = request_body(
            ImageFromUpload,
            {
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "upload_id": PLACEHOLDER_ID,
                "filename": source.name,
                "external_id": external_id,
            },
        )
        replace = optional(boolean, "replace", replace)
        body.upload_id = yield from upload_file(project, source, files.check_image, check=check)
        return (yield from send(create_image.plan(project, body=body, replace=replace)))

    @operation
    def import_upload(
        self,
        project_id: Id,
        *,
        upload_id: Id,
        dataset_id: Id,
        filename: str,
        external_id: str | None = None,
        replace: bool | None = None,
    ) -> Flow[Image]:
        """Import an image whose bytes were sent to a URL of `uploads.create`.

        Args:
            project_id: The project.
            upload_id: The `id` of the signed URL.
            dataset_id: The dataset for the file.
            filename: Name of the image, unique in the dataset.
            external_id: The caller's own id of the image.
            replace: Whether to replace an image with this name in the dataset.

        Raises:
            Conflict: The dataset has an image with this name, and `replace` is not True.
        """
        body = request_body(
            ImageFromUpload,
            {
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "upload_id": text("upload_id", upload_id),
                "filename": text("filename", filename),
                "external_id": external_id,
            },
        )
        return _create(project_id, body, replace=replace)

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
        """Import an image from a URL. `dataset_name` may be null until the download is complete.

        Args:
            project_id: The project.
            url: URL of the file, http or https.
            dataset_id: The dataset for the file.
            filename: Name of the image, unique in the dataset; default is the last part of the URL.
            copy_original: Whether the platform keeps a copy; its default is True. Without a copy,
                the URL must stay reachable and allow CORS.
            external_id: The caller's own id of the image.
            replace: Whether to replace an image with this name in the dataset.

        Raises:
            Conflict: The dataset has an image with this name, and `replace` is not True.
        """
        body = request_body(
            ImageFromUrl,
            {
                "url": remote_url("url", url),
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
                "external_id": external_id,
            },
        )
        return _create(project_id, body, replace=replace)

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
            path: Path of the object in the bucket, not a URL; the platform calls it `url`.
            dataset_id: The dataset for the file.
            filename: Name of the image, unique in the dataset.
            copy_original: Whether the platform keeps a copy; the vendor's SDK sends False.
            external_id: The caller's own id of the image.
            replace: Whether to replace an image with this name in the dataset.

        Raises:
            Conflict: The dataset has an image with this name, and `replace` is not True.
        """
        if "://" in text("path", path):
            raise InvalidArgument(
                "path", f"must be a path in the bucket, not a URL: {short_repr(path)}"
            )
        body = request_body(
            ImageFromBucket,
            {
                "bucket_id": validate.uuid("bucket_id", bucket_id),
                "url": path,
                "dataset_id": validate.uuid("dataset_id", dataset_id),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
                "external_id": external_id,
            },
        )
        return _create(project_id, body, replace=replace)

    @operation
    def replace(
        self,
        project_id: Id,
        image_id: Id,
        file: FileInput,
        *,
        filename: str | None = None,
        external_id: str | Null | None = None,
        check: bool = True,
    ) -> Flow[Image]:
        """Replace the file of an image; id, dataset and labels stay.

        Args:
            project_id: The project.
            image_id: The image.
            file: A path, the bytes or a file object, as for `upload`.
            filename: The new name, which the platform requires. Required for bytes; the default for
                a path or an opened file is the name of the file.
            external_id: The caller's own id of the image; NULL removes it.
            check: Whether the file must have a known format; False sends any file.

        Raises:
            InvalidArgument: The file is missing, empty or not an image; no request was sent.
        """
        project, image = uuids(project_id=project_id, image_id=image_id)
        source = file_source(file, filename)
        body = request_body(
            ImageReplaceFromUpload,
            {"upload_id": PLACEHOLDER_ID, "filename": source.name, "external_id": external_id},
        )
        body.upload_id = yield from upload_file(project, source, files.check_image, check=check)
        return (yield from send(replace_image.plan(project, image, body=body)))

    @operation
    def replace_from_upload(
        self,
        project_id: Id,
        image_id: Id,
        *,
        upload_id: Id,
        filename: str,
        external_id: str | Null | None = None,
    ) -> Flow[Image]:
        """Replace the file of an image by bytes that were sent to a URL of `uploads.create`.

        Args:
            project_id: The project.
            image_id: The image.
            upload_id: The `id` of the signed URL.
            filename: The new name, which the platform requires.
            external_id: The caller's own id of the image; NULL removes it.
        """
        body = request_body(
            ImageReplaceFromUpload,
            {
                "upload_id": text("upload_id", upload_id),
                "filename": text("filename", filename),
                "external_id": external_id,
            },
        )
        return send(replace_image.plan(*uuids(project_id=project_id, image_id=image_id), body=body))

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
        """Replace the file of an image by a file from a URL. Evidence: only an older SDK.

        Args:
            project_id: The project.
            image_id: The image.
            url: URL of the file, http or https.
            filename: The new name.
            copy_original: Whether the platform keeps a copy; its default is True.
        """
        body = request_body(
            ImageReplaceFromUrl,
            {
                "url": remote_url("url", url),
                "filename": optional(text, "filename", filename),
                "copy_original": copy_original,
            },
        )
        return send(replace_image.plan(*uuids(project_id=project_id, image_id=image_id), body=body))


def _create(
    project_id: Id,
    body: ImageFromUpload | ImageFromUrl | ImageFromBucket,
    *,
    replace: bool | None,
) -> Flow[Image]:
    replace = optional(boolean, "replace", replace)
    project = validate.uuid("project_id", project_id)
    return send(create_image.plan(project, body=body, replace=replace))
