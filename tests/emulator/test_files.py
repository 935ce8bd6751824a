"""Stored objects and signatures."""

import gc

import pytest

from labelbridge_emulator.store import IN_MEMORY, START, Clock, Files


@pytest.fixture
def clock():
    return Clock(START)


@pytest.fixture
def files(clock):
    return Files(clock)


def test_large_object_is_a_file_until_deleted(files):
    with files.create("long") as target:
        for _ in range(IN_MEMORY // 65536 + 1):
            target.write(bytes(65536))
    stored = files.get("long")
    assert stored is not None
    assert stored.path is not None
    assert stored.path.stat().st_size == stored.size == IN_MEMORY + 65536
    with stored.open() as one, stored.open() as other:
        assert one.read(10) == other.read(10)
    files.delete("long")
    assert not stored.path.exists()
    files.delete("long")  # deleting a missing object does nothing


def test_temporary_folder_is_removed_with_the_files(clock):
    files = Files(clock)
    stored = files.put("long", bytes(IN_MEMORY + 1))
    assert stored.path is not None
    folder = stored.path.parent
    del files, stored
    gc.collect()
    assert not folder.exists()


@pytest.mark.parametrize("expires", ["", "soon", "²", "99999999999"])
def test_invalid_expiry_is_rejected(files, expires):
    assert not files.verify("GET", "a", expires, "00")
