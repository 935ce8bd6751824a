"""Measurements of the client, side by side with other ways to do the same: `make bench`.

`__main__` is the command line. `parts/` has one module for each part: what it compares, and what it
requires. `subjects/` has the programs that are compared; `worker` runs one of them in a process of
its own, and `measure` runs several alternately. `peers` finds other programs, in environments of
their own. `server` sends the `responses`, which are made from `data`. `results` has medians and
ratios; `page` and `chart` write them to docs/benchmarks.md, which also describes the method.
"""
