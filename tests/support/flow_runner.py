"""Flows driven by hand: a test plays the driver, step by step, without I/O."""

from collections.abc import Callable, Generator
from typing import Any

from attrs import define, field

from labelbridge._core.flow import Attempt, Now, Sleep


@define
class FlowRunner:
    """A driver whose clock moves only by sleeping.

    Args:
        answer: Gives the outcome of each step that is neither Sleep nor Now, or raises.
    """

    answer: Callable[[Any], Any]
    clock: float = 1000.0
    slept: list[float] = field(factory=list)
    steps: list[Any] = field(factory=list)

    def run(self, flow: Generator[Any, Any, Any]) -> Any:
        """Run a flow to its end."""
        act, value = flow.send, None
        try:
            while True:
                step = act(value)
                try:
                    act, value = flow.send, self._do(step)
                except Exception as error:
                    act, value = flow.throw, error
        except StopIteration as stop:
            return stop.value

    def _do(self, step: Any) -> Any:
        match step:
            case Sleep():
                self.slept.append(step.seconds)
                self.clock += step.seconds
                return None
            case Now():
                return self.clock
            case Attempt():
                step = step.step
        self.steps.append(step)
        return self.answer(step)


def replaying(*outcomes: Any) -> Callable[[Any], Any]:
    """Answer the steps with these outcomes, one after another; errors are raised."""
    left = list(outcomes)

    def answer(_step: Any) -> Any:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return answer
