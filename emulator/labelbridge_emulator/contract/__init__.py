"""The contracts at run time: loading the specs, reading requests, validating responses."""
