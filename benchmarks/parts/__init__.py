"""The parts of the benchmarks. Each module has a function `run` that returns its results."""
