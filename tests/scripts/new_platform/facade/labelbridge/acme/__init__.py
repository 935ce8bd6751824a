"""Acme: notes."""

from __future__ import annotations

from labelbridge.acme._client import Acme, AsyncAcme

__all__ = ["Acme", "AsyncAcme"]
