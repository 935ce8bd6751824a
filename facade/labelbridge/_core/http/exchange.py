"""Opening a source of rows or of a file, which may take several requests."""

from __future__ import annotations

from typing import Final

import httpx

from labelbridge._core.http.response import STORAGE, HttpInterface, Source, operation_of
from labelbridge.errors import LabelbridgeError, ResponseFormatError

_MAX_REDIRECTS: Final = 3


class Opening:
    """Decides after each response whether the source is open, or which URL follows.

    Redirections are followed without the key, because they lead to signed URLs.

    Args:
        http: Interprets responses.
        source: What is opened.

    Attributes:
        at: What is requested next.
    """

    def __init__(self, http: HttpInterface, source: Source) -> None:
        self._http, self._source = http, source
        self._operation = operation_of(source)
        self._redirects = 0
        self.at = source

    def is_open(self, response: httpx.Response, content: bytes, url: httpx.URL) -> bool:
        """Return whether the response has the content of the source.

        Args:
            response: The response to the request for `at`.
            content: Its body, which is not read if the status is a success.
            url: The requested URL.

        Raises:
            ApiError: The server returned an error.
            ResponseFormatError: A redirection leads from https to an unencrypted URL, or there are
                too many.
        """
        is_error = not (response.is_success or response.has_redirect_location)
        self._http.check_contract(self.at, response, content if is_error else None)
        if is_error:
            raise self._http.api_error(
                self._operation,
                response,
                content,
                platform=STORAGE if isinstance(self._source, str) else None,
                signed_url=self.at if isinstance(self.at, str) else "",
            )
        if response.has_redirect_location:
            self.at = self._target(response.headers["Location"], url)
        return response.is_success

    def _target(self, location: str, url: httpx.URL) -> str:
        self._redirects += 1
        try:
            target = url.join(location)
        except httpx.InvalidURL as error:
            raise self._http.failure(self._operation, error) from None
        if url.scheme == "https" and target.scheme != "https":
            raise self._error(f"redirected from https to {target.scheme}, which is not followed")
        if self._redirects > _MAX_REDIRECTS:
            last = target.copy_with(query=None, fragment=None)
            raise self._error(f"redirected {self._redirects} times, the last time to {last}")
        return str(target)

    def _error(self, problem: str) -> LabelbridgeError:
        error = ResponseFormatError(f"{self._operation}: {problem}", operation=self._operation)
        return self._http.failure(self._operation, error)
