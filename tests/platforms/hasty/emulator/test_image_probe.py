"""Facts of an image are read from its header."""

import io
import zlib

import PIL.Image
import pytest

from labelbridge_emulator.platforms.hasty.media.image_probe import default_image_info, probe_image


def saved(mode: str, kind: str, **options: object) -> io.BytesIO:
    target = io.BytesIO()
    PIL.Image.new(mode, (17, 9)).save(target, kind, **options)
    target.seek(0)
    return target


@pytest.mark.parametrize(
    ("mode", "kind", "media_type"),
    [("RGB", "JPEG", "image/jpeg"), ("RGBA", "PNG", "image/png"), ("L", "TIFF", "image/tiff")],
)
def test_size_format_and_mode_are_the_files(mode: str, kind: str, media_type: str) -> None:
    facts = probe_image(saved(mode, kind))
    assert facts is not None
    assert (facts.width, facts.height) == (17, 9)
    assert (facts.format, facts.mode, facts.media_type) == (kind, mode, media_type)
    assert facts.orientation is None


def test_orientation_is_told_and_not_applied() -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    facts = probe_image(saved("RGB", "JPEG", exif=exif))
    assert facts is not None
    assert (facts.width, facts.height, facts.orientation) == (17, 9, "6")


def test_a_broken_exif_block_is_no_broken_picture() -> None:
    facts = probe_image(saved("RGB", "JPEG", exif=b"Exif\x00\x00not a TIFF header"))
    assert facts is not None
    assert facts.orientation is None


def test_a_picture_of_very_many_pixels_is_one_too() -> None:
    # The header of a PNG of 10,000 by 10,000 pixels, more than Pillow likes to open in silence.
    data = saved("L", "PNG").getvalue()
    size = (10_000).to_bytes(4, "big") * 2
    header = b"IHDR" + size + data[24:29]
    data = data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]
    facts = probe_image(io.BytesIO(data))
    assert facts is not None
    assert (facts.width, facts.height) == (10_000, 10_000)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_is_no_picture_has_no_facts(data: bytes) -> None:
    assert probe_image(io.BytesIO(data)) is None


@pytest.mark.parametrize(
    ("name", "kind"), [("a.PNG", "PNG"), ("a.webp", "WEBP"), ("a.jpeg", "JPEG"), ("a", "JPEG")]
)
def test_default_image_info_follow_the_name(name: str, kind: str) -> None:
    facts = default_image_info(name)
    assert (facts.format, facts.media_type) == (kind, f"image/{kind.lower()}")
    assert facts.width > 0
    assert facts.height > 0
