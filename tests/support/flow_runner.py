"""Running flows in tests: a driver without I/O."""

from collections.abc import Callable, Generator
from typing import Any

from attrs import define, field

from labelbridge._core.flow import Attempt, Now, Sleep


@define
class FlowRunner:
    """A driver whose clock only advances when a flow sleeps.

    Args:
        respond: Returns the outcome of a step other than Sleep and Now, or raises.
    """

    respond: Callable[[Any], Any]
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
                    act, value = flow.send, self._perform(step)
                except Exception as error:
                    act, value = flow.throw, error
        except StopIteration as stop:
            return stop.value

    def _perform(self, step: Any) -> Any:
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
        return self.respond(step)


def replay(*outcomes: Any) -> Callable[[Any], Any]:
    """Return these outcomes one after another; exceptions are raised."""
    left = list(outcomes)

    def respond(_step: Any) -> Any:
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return respond
