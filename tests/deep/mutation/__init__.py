"""Planted lies: defects that are switched on one at a time, to see whether the tests notice.

`python -m tests.deep.mutation` (`make lies`) runs them; `catalogue` lists them, `runner` runs them.
"""
