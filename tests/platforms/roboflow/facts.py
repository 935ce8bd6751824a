"""Facts of the platform that generic tests need; tests/support/facts.py has the list."""

from typing import Any

NO_MUTANTS = ("emulator change not stored",)


def error_body(message: str, code: str) -> Any:
    return {"error": {"message": message, "type": code}}
