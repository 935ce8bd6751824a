"""Measurements of the client, side by side with other ways to do the same: `make bench`.

`__main__` is the command line. `parts/` has one module for each part: what it compares, and what it
requires. `subjects/` has the programs that are compared; `worker` runs one of them in a process of
its own, and `measure` runs several alternately. `server` serves the responses, which `data` makes.
docs/benchmarks.md describes the method and has the figures.
"""
