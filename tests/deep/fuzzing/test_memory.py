"""Large answers take no more memory than what they say takes, and nothing is kept of any."""

import pytest

from tests.deep.fuzzing.memory import BOMB, DEGENERATE, growth, measured


@pytest.fixture(scope="module")
def figures():
    return measured(1 << 17)


def test_an_answer_takes_ten_times_its_size_or_what_python_takes_for_it(figures):
    """An outline of `[1024,768]` is 11 bytes in JSON and 144 in Python: nobody reads it in less."""
    assert {
        name: (each.ratio, each.bound / each.size)
        for name, each in figures.items()
        if name not in {DEGENERATE, BOMB} and each.most > each.bound
    } == {}


def test_outlines_are_the_lists_that_were_parsed(figures):
    page = figures["a page of outlines"]
    assert page.json > 10 * page.size
    assert page.most < page.json + 1.1 * page.size


def test_rows_take_less_than_their_file(figures):
    rows = figures["rows, one after another"]
    assert rows.most < rows.size


def test_what_is_packed_takes_no_more_than_it_may_become(figures):
    assert figures[BOMB].ratio < 110


def test_labels_that_say_nothing_take_what_their_objects_take(figures):
    assert figures[DEGENERATE].ratio < 120


def test_nothing_is_kept_of_answers_however_many():
    """What is kept after one round was made once: two more add less than a quarter of a round.

    Some of it is Python's own, and differs a little from time to time.
    """
    _, size, few = growth(1, step=80)
    _, _, many = growth(3, step=80)
    assert many - few < size / 4
