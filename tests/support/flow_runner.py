"""Running flows and methods of resources in tests, without a client and without I/O."""

from collections.abc import Callable, Generator
from math import inf
from typing import Any

from attrs import define, field

from labelbridge._core.flow import Concurrently, Deadline, Now, Sleep


@define
class FlowRunner:
    """A driver whose clock only advances when a flow sleeps; `respond` performs other steps."""

    respond: Callable[[Any], Any]
    clock: float = 1000.0
    deadline: float = inf
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
            case Concurrently():
                return [self.run(each) for each in step.flows]
            case Deadline():
                return self.deadline
        self.steps.append(step)
        return self.respond(step)


def replay(*outcomes: Any) -> Callable[[Any], Any]:
    """Return these outcomes one after another; exceptions are raised."""
    left = iter(outcomes)

    def respond(_step: Any) -> Any:
        if isinstance(outcome := next(left), Exception):
            raise outcome
        return outcome

    return respond


def flow(method: Any, *arguments: Any, **options: Any) -> Generator[Any, Any, Any]:
    """The flow of a method, for example `flow(Videos.wait, project_id, video_id)`."""
    return method.__wrapped__(None, *arguments, **options)


def run(
    outcome: Callable[[Any], Any], method: Any, *arguments: Any, **options: Any
) -> tuple[FlowRunner, Any]:
    """Run a method; `outcome` returns the outcome of a step. Returns the runner and the result."""
    runner = FlowRunner(outcome)
    return runner, runner.run(flow(method, *arguments, **options))


def body_of(response: Any, method: Any, *arguments: Any, **options: Any) -> Any:
    """The body of the request that a method sends; `response` is its response."""
    runner, _ = run(replay(response), method, *arguments, **options)
    return runner.steps[0].plan.body
