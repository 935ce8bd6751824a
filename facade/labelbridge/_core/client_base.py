"""What sync and async clients have besides their resources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from attrs import evolve

from labelbridge._core.flow import Flow, send
from labelbridge._core.methods import C, HasContext, operation
from labelbridge._core.raw_request import QueryValue, raw_request
from labelbridge.errors import ConfigurationError
from labelbridge.options import RetryPolicy, Timeout, positive_seconds


class ClientBase(HasContext[C]):
    """Base class of all clients."""

    @operation
    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, QueryValue] | None = None,
        json: Any = None,
    ) -> Flow[Any]:
        """Send one request to the platform, for operations that have no method here.

        It has the client's key, retries, timeouts and errors. GET, HEAD, OPTIONS, PUT and DELETE
        are retried like idempotent operations.

        Args:
            method: GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.
            path: The path after the host (`/v1/projects`), without a query. Characters that URLs
                do not allow are escaped, `%` is not.
            query: Parameters by name. Lists are sent as the platform expects them; None is left
                out.
            json: The body; None sends none, NULL sends null.

        Returns:
            The parsed JSON of the response, or None if it has no body.

        Raises:
            InvalidArgument: An argument is invalid; no request was sent.
            ResponseFormatError: The response is not JSON.
        """
        return send(raw_request(method, path, query, json))

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = None,
        retry: RetryPolicy | None = None,
        deadline: float | None = None,
    ) -> Self:
        """Return a client with other options, which uses the connections of this client.

        `client.with_options(deadline=10).projects.get(project_id)` takes at most ten seconds.
        Closing the returned client does not close the connections; closing this client does.

        Args:
            timeout: Seconds that each wait of a request may take, or a Timeout.
            retry: When failed requests are retried.
            deadline: Seconds that each call may take as a whole, from its start, with all its
                requests, retries and pauses. After that it raises RequestTimeout, or WaitTimeout
                if it waits for a state. For lists it limits each page; for rows, the time until
                the first one arrives. A sync client does not interrupt the resolution of host
                names, and may notice a response that stops in its middle up to twice as late.

        Raises:
            ConfigurationError: An option is invalid.
        """
        if retry is not None and not isinstance(retry, RetryPolicy):
            raise ConfigurationError(f"retry must be a RetryPolicy, not {retry!r:.60}")
        driver = self._context.driver.with_options(
            retry,
            None if timeout is None else Timeout.of(timeout),
            None if deadline is None else positive_seconds("deadline", deadline),
        )
        client = object.__new__(type(self))
        # resources are cached with the driver of this client
        vars(client).update(
            (name, value)
            for name, value in vars(self).items()
            if not isinstance(getattr(type(self), name, None), cached_property)
        )
        client._context = evolve(self._context, driver=driver)  # type: ignore[arg-type]  # one of the same class
        return client
