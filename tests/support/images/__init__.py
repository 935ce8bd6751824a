"""Small images of the formats that can be uploaded; see README.md for the files."""

import io
from pathlib import Path

import PIL.Image

SIZE = (17, 9)


def _written_by_pillow(form: str, mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    PIL.Image.new(mode, SIZE).save(target, form, **options)
    return target.getvalue()


def _plain_bitmap(magic: bytes, maximum: bytes) -> bytes:
    """A PBM, PGM or PPM file with numbers as text."""
    return b"%s\n# by hand\n17 9\n%s" % (magic, maximum) + b"0 " * 17 * 9 * 3


IMAGES: dict[str, tuple[str, bytes, tuple[int, int]]] = {
    **{
        form: (form, _written_by_pillow(form), SIZE)
        for form in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG2000")
    },
    "JPEG 2000 codestream": ("JPEG2000", _written_by_pillow("JPEG2000", no_jp2=True), SIZE),
    "BigTIFF": ("TIFF", _written_by_pillow("TIFF", big_tiff=True), SIZE),
    **{
        f"P{number}": ("PNM", _written_by_pillow("PPM", mode), SIZE)
        for number, mode in ((4, "1"), (5, "L"), (6, "RGB"))
    },
    "P1": ("PNM", _plain_bitmap(b"P1", b""), SIZE),
    "P2": ("PNM", _plain_bitmap(b"P2", b"255\n"), SIZE),
    "P3": ("PNM", _plain_bitmap(b"P3", b"255\n"), SIZE),
    **{
        path.name: (
            {".heic": "HEIC", ".jxl": "JPEGXL", ".avif": "AVIF"}[path.suffix],
            path.read_bytes(),
            tuple(int(side) for side in path.stem.partition("_")[0].split("x")),
        )
        for path in sorted(Path(__file__).parent.glob("[0-9]*"))
    },
}
"""Format, content and size in pixels, by name."""

OTHERS: dict[str, bytes] = {
    "ICO": _written_by_pillow("ICO"),
    "PDF": b"%PDF-1.7\n",
    "TGA": _written_by_pillow("TGA"),
    "PCX": _written_by_pillow("PCX"),
    "EPS": _written_by_pillow("EPS"),
    "PFM": _written_by_pillow("PPM", "F"),
    "DIB": _written_by_pillow("DIB"),
    "text": b"P8 is not a bitmap",
    "half a signature": b"\0\0\0\x0cJXL \r\n",
    "MP4": b"\0\0\0\x18ftypisom\0\0\0\0isomheic",
}
"""Files that cannot be uploaded as images, by name."""
