"""What is told of videos: from their headers, or from their names alone."""

import io
import zipfile

import pytest
from pymediainfo import MediaInfo

from labelbridge_emulator.platforms.hasty.media.video_probe import default_video_info, probe_video
from tests.platforms.hasty.emulator.api import picture
from tests.platforms.hasty.emulator.sample_videos import movie


def test_a_film_tells_what_it_was_written_with() -> None:
    facts = probe_video(io.BytesIO(movie(30, 25, 160, 96)))
    assert facts is not None
    assert (facts.width, facts.height) == (160, 96)
    assert (facts.frame_rate, facts.duration_frames, facts.duration_ms) == (25, 30, 1200)
    assert (facts.format, facts.media_type) == ("mp4", "video/mp4")


def test_a_film_of_one_frame_is_one() -> None:
    facts = probe_video(io.BytesIO(movie(1, 1)))
    assert facts is not None
    assert (facts.duration_frames, facts.duration_ms) == (1, 1000)


def test_readers_of_films_find_nothing_to_complain_of() -> None:
    general, film = MediaInfo.parse(io.BytesIO(movie())).tracks
    assert (general.format, general.format_profile) == ("MPEG-4", "Base Media")
    assert (film.track_type, film.format, film.frame_count) == ("Video", "JPEG", "20")
    assert not any("conformance" in key or "truncated" in key for key in film.to_data())


def test_a_quicktime_film_says_so() -> None:
    facts = probe_video(io.BytesIO(movie().replace(b"isom", b"qt  ", 2)))
    assert facts is not None
    assert (facts.format, facts.media_type) == ("mov", "video/quicktime")


@pytest.mark.parametrize(
    "data",
    [b"", b"no film", picture(), picture(kind="GIF"), movie()[:40], movie()[-200:]],
)
def test_what_is_no_film_tells_nothing(data: bytes) -> None:
    assert probe_video(io.BytesIO(data)) is None


def test_an_archive_is_no_film() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        zipped.writestr("a.mp4", movie())
    target.seek(0)
    assert probe_video(target) is None


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("a.mp4", "mp4", "video/mp4"),
        ("A.MOV", "mov", "video/quicktime"),
        ("a.webm", "webm", "video/webm"),
        ("a.mkv", "mkv", "video/x-matroska"),
        ("a.txt", "mp4", "video/mp4"),
        ("a", "mp4", "video/mp4"),
        ("", "mp4", "video/mp4"),
    ],
)
def test_a_name_tells_the_format(name: str, kind: str, media_type: str) -> None:
    facts = default_video_info(name)
    assert (facts.format, facts.media_type) == (kind, media_type)
    assert facts.duration_frames * 1000 == facts.duration_ms * facts.frame_rate
