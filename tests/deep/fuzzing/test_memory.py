"""A large response takes little more memory than its value."""

import pytest

from tests.deep.fuzzing.memory import BOMB, EMPTY_OBJECTS, measure_rows, measurements

SIZE = 1 << 17


@pytest.fixture(scope="module")
def memory():
    return measurements(SIZE)


def test_response_takes_ten_times_its_size_or_memory_of_its_value(memory):
    """A point `[1024,768]` has 11 bytes in JSON, but 144 bytes in Python."""
    assert {
        name: (each.ratio, each.limit / each.size)
        for name, each in memory.items()
        if name not in {EMPTY_OBJECTS, BOMB} and each.most > each.limit
    } == {}


def test_outlines_are_not_copied(memory):
    page = memory["page of outlines"]
    assert page.json > 10 * page.size
    assert page.most < page.json + 1.1 * page.size


def test_rows_take_less_than_their_file():
    rows = measure_rows(8 * SIZE)
    assert rows.most < rows.size


def test_decompression_is_limited(memory):
    assert memory[BOMB].ratio < 110


def test_empty_objects_take_the_size_of_their_models(memory):
    assert memory[EMPTY_OBJECTS].ratio < 120
