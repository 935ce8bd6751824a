"""Properties that are read from image and video files."""

import io
import zipfile
import zlib

import PIL.Image
import pytest
from pymediainfo import MediaInfo

from labelbridge_emulator.platforms.hasty.media.image_probe import default_image_info, probe_image
from labelbridge_emulator.platforms.hasty.media.video_probe import default_video_info, probe_video
from labelbridge_emulator.platforms.hasty.models.media_info import ImageInfo, VideoInfo
from tests.platforms.hasty.emulator.media import png, video_file


def image_file(mode: str, format_: str, **options: object) -> bytes:
    target = io.BytesIO()
    PIL.Image.new(mode, (17, 9)).save(target, format_, **options)
    return target.getvalue()


def image_info(data: bytes) -> ImageInfo:
    info = probe_image(io.BytesIO(data))
    assert info is not None
    return info


def video_info(data: bytes) -> VideoInfo:
    info = probe_video(io.BytesIO(data))
    assert info is not None
    return info


@pytest.mark.parametrize(
    ("mode", "format_", "media_type"),
    [("RGB", "JPEG", "image/jpeg"), ("RGBA", "PNG", "image/png"), ("L", "TIFF", "image/tiff")],
)
def test_image_has_size_format_and_mode(mode, format_, media_type):
    info = image_info(image_file(mode, format_))
    assert info == ImageInfo(17, 9, format_, mode, media_type)


def test_orientation_is_reported_and_not_applied():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    info = image_info(image_file("RGB", "JPEG", exif=exif))
    assert (info.width, info.height, info.orientation) == (17, 9, "6")


def test_broken_exif_block_is_ignored():
    data = image_file("RGB", "JPEG", exif=b"Exif\x00\x00not a TIFF header")
    assert image_info(data).orientation is None


def test_very_large_image_is_read_without_a_warning():
    # The header of a PNG of 10,000 by 10,000 pixels, for which Pillow warns.
    data = image_file("L", "PNG")
    header = b"IHDR" + (10_000).to_bytes(4, "big") * 2 + data[24:29]
    data = data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]
    info = image_info(data)
    assert (info.width, info.height) == (10_000, 10_000)


@pytest.mark.parametrize("data", [b"", b"not an image", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_other_files_are_not_images(data):
    assert probe_image(io.BytesIO(data)) is None


@pytest.mark.parametrize(
    ("name", "format_"), [("a.PNG", "PNG"), ("a.webp", "WEBP"), ("a.jpeg", "JPEG"), ("a", "JPEG")]
)
def test_default_image_format_follows_the_name(name, format_):
    info = default_image_info(name)
    assert (info.format, info.media_type) == (format_, f"image/{format_.lower()}")
    assert info.width > 0
    assert info.height > 0


def test_video_has_size_length_and_format():
    info = video_info(video_file(30, 25, 160, 96))
    assert (info.width, info.height) == (160, 96)
    assert (info.frame_rate, info.duration_frames, info.duration_ms) == (25, 30, 1200)
    assert (info.format, info.media_type) == ("mp4", "video/mp4")
    single = video_info(video_file(1, 1))
    assert (single.duration_frames, single.duration_ms) == (1, 1000)


def test_written_video_conforms_to_the_format():
    general, video = MediaInfo.parse(io.BytesIO(video_file())).tracks
    assert (general.format, general.format_profile) == ("MPEG-4", "Base Media")
    assert (video.track_type, video.format, video.frame_count) == ("Video", "JPEG", "20")
    assert not any("conformance" in key or "truncated" in key for key in video.to_data())


def test_quicktime_video_has_format_mov():
    info = video_info(video_file().replace(b"isom", b"qt  ", 2))
    assert (info.format, info.media_type) == ("mov", "video/quicktime")


def test_other_files_are_not_videos():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("a.mp4", video_file())
    images = (png(), png(format_="GIF"))
    parts = (video_file()[:40], video_file()[-200:])
    for data in (b"", b"not a video", *images, *parts, archive.getvalue()):
        assert probe_video(io.BytesIO(data)) is None


@pytest.mark.parametrize(
    ("name", "format_", "media_type"),
    [
        ("a.mp4", "mp4", "video/mp4"),
        ("A.MOV", "mov", "video/quicktime"),
        ("a.webm", "webm", "video/webm"),
        ("a.mkv", "mkv", "video/x-matroska"),
        ("a.txt", "mp4", "video/mp4"),
        ("", "mp4", "video/mp4"),
    ],
)
def test_default_video_format_follows_the_name(name, format_, media_type):
    info = default_video_info(name)
    assert (info.format, info.media_type) == (format_, media_type)
    assert info.duration_frames * 1000 == info.duration_ms * info.frame_rate
