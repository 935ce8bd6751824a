"""Large answers take no more memory than ten times their size, and nothing is kept of any."""

import pytest

from tests.hostile.memory import BOMB, DEGENERATE, growth, measured


@pytest.fixture(scope="module")
def figures():
    return measured(1 << 17)


def test_a_large_answer_takes_at_most_ten_times_its_size(figures):
    assert {
        name: most / size
        for name, (size, most) in figures.items()
        if name not in {*DEGENERATE, BOMB} and most > 10 * size
    } == {}


def test_rows_take_less_than_their_file(figures):
    size, most = figures["rows, one after another"]
    assert most < size


def test_what_is_packed_takes_no_more_than_it_may_become(figures):
    size, most = figures[BOMB]
    assert most < 110 * size


def test_answers_of_nothing_but_brackets_take_what_their_objects_take(figures):
    """An object of a label that says nothing is 300 bytes in Python, and 3 in JSON."""
    assert all(figures[name][1] < 120 * figures[name][0] for name in DEGENERATE)


def test_nothing_is_kept_of_answers_however_many():
    """What is kept after one round was made once: two more add less than a quarter of a round.

    Some of it is Python's own, and differs a little from time to time.
    """
    _, size, few = growth(1, step=80)
    _, _, many = growth(3, step=80)
    assert many - few < size / 4
