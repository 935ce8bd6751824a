"""Facts of a platform that generic tests need and that no contract has.

A platform's facts are the module `tests.platforms.<platform>.facts`. What it leaves out has the
default below, so a platform without such a module is tested too.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any

DEFAULTS: dict[str, Any] = {
    # emulator: headers with the key, and ids in the demo data for path parameters
    "HEADERS": {},
    "KEY_IN_QUERY": None,
    "DEMO_IDS": {},
    # operations whose responses contain a signed URL: its method, and the folder of the file
    "STORED": {},
    # operations that a method of the client polls
    "POLLED": (),
    # operations that are not paged, although they have `offset` and `limit`
    "NOT_PAGED": (),
    # operations whose responses are read row by row: the model of a row
    "ROWS": {},
    # keys of the records of a response, if they are not found by rule
    "RECORDS": {},
    # kinds of mutants that do not apply, or the beginning of their names
    "NO_MUTANTS": (),
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
