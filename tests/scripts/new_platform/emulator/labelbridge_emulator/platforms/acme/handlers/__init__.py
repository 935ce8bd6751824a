"""Handlers of Acme's operations."""
