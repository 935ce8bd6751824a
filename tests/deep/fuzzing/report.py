"""The report of a campaign."""

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from tests.deep.fuzzing.campaign import Tally
from tests.deep.fuzzing.drawing import CASES
from tests.deep.fuzzing.memory import BOMB, DEGENERATE, Figure
from tests.deep.fuzzing.mutations import KINDS

_KINDS = """
## What came of them

| kind | answers | told of drift | outcomes |
| --- | ---: | ---: | --- |
"""

_MEMORY = """
## Memory

While the second half of these answers was given, the processes became larger, at their largest, by
{grown} bytes; the largest answer has {largest:,}. Of {count:,} answers of {size:,}
bytes, given again and again, {rest:,} bytes are kept at the end, by tracemalloc.

The most bytes that there are at a time for one large answer, by tracemalloc too, and beside it
what `json.loads` takes for the same, when it is all that runs: what an answer says takes more in
Python than in JSON, whoever reads it. A point `[1024,768]` is 11 bytes there, and 144 here. The
client takes at most ten times the size, or that and the text itself. Two answers are apart: a page
of labels that say nothing, each an object all the same, and what is packed, and refused where it
becomes a hundred times as large.

| answer | bytes | peak | times its size | `json.loads` |
| --- | ---: | ---: | ---: | ---: |
"""


@frozen
class Report:
    """What came of a campaign, to be written down.

    Attributes:
        seed: Of the campaign.
        examples: How many fitting answers were drawn for each success of an operation.
        tally: What came of the answers.
        memory: What large ones take, by name.
        kept: How many answers were given again, their bytes, and how many are kept of them.
        seconds: How long it took.
    """

    seed: int
    examples: int
    tally: Tally
    memory: Mapping[str, Figure]
    kept: tuple[int, int, int]
    seconds: float

    def problems(self, least: int) -> Iterator[str]:
        """What is not as it has to be, when at least some answers were to be given."""
        if self.tally.failures:
            yield "some answers did not end as promised"
        if self.tally.counts.total() < least:
            yield f"fewer than {least:,} answers were given"
        if max(self.tally.grown) > 10 * self.tally.largest:  # what is kept of answers adds up
            yield "the memory grew by more than ten times the largest answer"
        for name, figure in self.memory.items():
            if figure.most > figure.bound and name not in {BOMB, DEGENERATE}:
                yield f"{name} takes more memory than its value"

    def text(self) -> str:
        """The page."""
        return "".join([*self._head(), _KINDS, *self._kinds(), *self._memory()])

    def _head(self) -> Iterator[str]:
        total, calls = self.tally.counts.total(), self.tally.calls.total()
        failures = sum(count for count, _ in self.tally.failures.values())
        yield f"""# The client against hostile answers

Written by `make hostile`; never edited by hand. What the kinds are stands in
`tests/deep/fuzzing/mutations.py`, what is held of each outcome in `tests/deep/fuzzing/judging.py`.

- seed {self.seed}; {len(CASES)} documented successes of operations, {self.examples} fitting
  answers each, broken in {len(KINDS)} ways, in both colours
- **{total:,} hostile answers**, and {calls:,} calls of methods against a platform of
  which one operation is hostile
- **{failures} not as promised**: another exception, a wrong type, something lost, a
  secret shown, drift that was not told
- {self.seconds / 60:.0f} minutes
"""

    def _kinds(self) -> Iterator[str]:
        for kind in KINDS:
            outcomes = Counter({w: n for (k, w), n in self.tally.counts.items() if k == kind})
            told = self.tally.told[kind]
            yield f"| {kind} | {outcomes.total():,} | {told:,} | {_shown(outcomes)} |\n"
        yield f"\nThe calls of methods ended in: {_shown(self.tally.calls)}.\n"

    def _memory(self) -> Iterator[str]:
        count, size, rest = self.kept
        grown = " and ".join(f"{each:,}" for each in self.tally.grown)
        yield _MEMORY.format(
            grown=grown, largest=self.tally.largest, count=count, size=size, rest=rest
        )
        for name, each in self.memory.items():
            json = "" if each.json is None else f"{each.json / each.size:.1f}"
            yield f"| {name} | {each.size:,} | {each.most:,} | {each.ratio:.1f} | {json} |\n"


def _shown(outcomes: Counter[str]) -> str:
    return ", ".join(f"{word} {n:,}" for word, n in outcomes.most_common())
