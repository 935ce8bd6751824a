"""Long searches, run by `python -m tests.deep` (`make deep`) and not by `make test`.

`mutation` runs the tests against mutants of client and emulator, `fuzzing` gives the client
malformed responses, `documents` changes contracts to see that the document checks notice, and
`concurrency` makes thousands of calls at once.
"""
