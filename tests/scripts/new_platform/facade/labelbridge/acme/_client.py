"""Acme's clients: host, key and resources."""

from __future__ import annotations

from functools import cached_property

from labelbridge._core.client import AsyncClient, SyncClient
from labelbridge._core.methods import Async, C, HasContext, Sync
from labelbridge._core.platform import Credential, Platform
from labelbridge.acme.resources.notes import Notes

PLATFORM = Platform(
    name="acme",
    base_url="https://api.acme.example",
    credential=Credential("header", "X-Key"),
)


class _Resources(HasContext[C]):
    """Resources of the sync and the async client."""

    platform = PLATFORM

    @cached_property
    def notes(self) -> Notes[C]:
        """Short texts."""
        return Notes(self._context)


class Acme(_Resources[Sync], SyncClient):
    """Client for Acme."""


class AsyncAcme(_Resources[Async], AsyncClient):
    """Async client for Acme."""
