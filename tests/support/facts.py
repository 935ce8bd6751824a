"""Facts of a platform that generic tests need and that no contract has.

They are in the module `tests.platforms.<platform>.facts`; what it leaves out has a default.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any

DEFAULTS: dict[str, Any] = {
    "error_body": lambda message, code: {"message": message, "code": code},
    "STORED": {},  # operations with files in the storage: method of the signed URL, folder
    "ROW_WRITER": None,  # the module and function that write rows of files
    "TRANSFERS": {},  # operations that return a signed URL: response with a URL, and its use
    "POLLED": (),  # operations that a method polls
    "WAITS": {},  # for each of them a wait with a timeout
    "NOT_PAGED": (),  # operations that have `offset` and `limit`, but are not paged
    "ROWS": {},  # operations that are read row by row: the model of a row
    "READ_ROWS": {},  # their calls
    "SIGNED_BY": {},  # their responses with the URL of the rows
    "RECORDS": {},  # keys of the records of a response, if they are not found by rule
    "NO_MUTANTS": (),  # kinds of mutants that do not apply, or the beginning of their names
}


def module(platform: str, name: str) -> ModuleType | None:
    """Return a module of a platform's tests, or None if there is no such module."""
    full = f"tests.platforms.{platform}.{name}"
    try:
        return import_module(full) if find_spec(full) else None
    except ModuleNotFoundError as error:
        if error.name and full.startswith(error.name):
            return None
        raise


@cache
def facts(platform: str) -> SimpleNamespace:
    """Return the facts of a platform, with defaults for those that it has not."""
    found = module(platform, "facts")
    return SimpleNamespace(**(DEFAULTS | (vars(found) if found else {})))
