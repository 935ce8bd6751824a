"""Detection of file formats."""

import pytest

from labelbridge.errors import InvalidArgument
from labelbridge.files import HEAD, FileInfo, FileSource, check_image, check_video

REST = bytes(range(1, 200))

IMAGE_HEADS = [
    ("AVIF", b"\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiafMA1B"),
    ("HEIC", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"),
    ("HEIF", b"\0\0\0\x14ftypmif1\0\0\0\0mif1avif"),  # the brand is after the box
    ("HEIF", b"\0\0\0\x14ftypmsf1\0\0\0\0iso8"),
    *(("HEIC", b"\0\0\0\x10ftyp" + brand) for brand in (b"heim", b"hevc", b"hevx")),
    ("PNM", b"P5\t17"),
]
IMAGES = {
    "JPEG": b"\xff\xd8\xff\xe0",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "GIF": b"GIF89a",
    "BMP": b"BM",
    "TIFF": b"II*\0",
    "WEBP": b"RIFF\0\1\0\0WEBP",
    "AVIF": b"\0\0\0\x1cftypavif",
    "HEIC": b"\0\0\0\x18ftypheic",
    "JPEG2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "JPEGXL": b"\xff\x0a",
    "PNM": b"P6\n",
}
VIDEOS = [
    ("MP4", b"\0\0\0\x20ftypisom"),
    ("MP4", b"\0\0\0\x14ftypqt  "),
    ("MP4", b"\0\0\0\nftyp3gp4"),  # the length's last byte ends a line
    ("MP4", b"\0\0\0\x08wide\0\0\0\0mdat"),
    ("MP4", b"\0\0\x09\x00moov"),
    ("Matroska", b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01"),
    ("AVI", b"RIFF\n\0\0\0AVI LIST"),
    *(("MPEG", b"\0\0\1\xba"), ("MPEG", b"\0\0\1\xb3")),
    ("MPEG-TS", b"G" + bytes(187) + b"G"),
    ("MPEG-TS", bytes(4) + b"G" + bytes(191) + b"G"),
    *(("FLV", b"FLV\1"), ("Ogg", b"OggS"), ("MXF", b"\x06\x0e\x2b\x34")),
    ("ASF", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
]
TEXT = b"Good morning" + bytes(200)
NEITHER = [
    *(b"", b"not a video", b"G", TEXT, b"RIFF\0\0\0\0WAVE", b"%PDF-1.7", b"P8\n", b"P6x"),
    *(b"\0\0\0\x0cJXL \r\n", b"\xff\x4f"),
]


def info(head: bytes) -> FileInfo:
    return FileInfo(len(head), head[:HEAD])


@pytest.mark.parametrize(
    ("head", "image", "video"),
    [
        *((head + REST, name, None) for name, head in (*IMAGES.items(), *IMAGE_HEADS)),
        *((head + REST, None, name) for name, head in VIDEOS),
        *((head, None, None) for head in NEITHER),
        (b"GIF89a" + bytes(182) + b"G", "GIF", None),  # has the sync byte of MPEG
    ],
)
def test_formats_are_detected(head, image, video):
    assert (info(head).image_format, info(head).video_format) == (image, video)


@pytest.mark.parametrize(("kind", "words"), [(check_image, "an image"), (check_video, "a video")])
def test_a_file_of_another_format_is_an_invalid_argument(kind, words):
    source = FileSource.of(b"text", argument="picture", name="notes.txt")
    with pytest.raises(InvalidArgument) as caught:
        kind(info(b"text"), source)
    assert caught.value.argument == "picture"
    assert f"notes.txt is not {words}: its first bytes are b'text'" in caught.value.problem
    with pytest.raises(InvalidArgument, match=r"notes\.txt is empty"):
        kind(info(b""), source)


def test_info_has_size_and_format_of_a_file(tmp_path):
    path = tmp_path / "a.avi"
    path.write_bytes(b"RIFF\0\1\0\0AVI LIST")
    source = FileSource.of(path, argument="file")
    assert (source.name, source.info().video_format) == ("a.avi", "AVI")
    assert source.info().size == path.stat().st_size
    check_video(source.info(), source)
    for wrong, problem in [(tmp_path, "is a folder"), (tmp_path / "b.avi", "does not exist")]:
        with pytest.raises(InvalidArgument, match=problem) as caught:
            FileSource.of(wrong, argument="file").info()
        assert caught.value.argument == "file"
