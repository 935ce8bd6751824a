"""Mutation tests: one defect at a time in the client or the emulator, to see which tests fail.

`python -m tests.deep.mutation` runs them. `catalogue` lists and samples the mutants, `runner` runs
the tests with each.
"""
