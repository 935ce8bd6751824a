"""Methods of resources without a client: a test runs the flow of a method and sees its steps."""

from collections.abc import Callable, Generator
from typing import Any

from tests.support.flow_runner import FlowRunner, replay


def flow(method: Any, *arguments: Any, **options: Any) -> Generator[Any, Any, Any]:
    """The flow of a method, for example `flow(Videos.wait, project_id, video_id)`."""
    made: Generator[Any, Any, Any] = method.__wrapped__(None, *arguments, **options)
    return made


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
