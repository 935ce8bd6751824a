"""Fuzzing of the client: malformed responses of every operation.

`strategies` generates responses that fit the contracts, `mutations` breaks them, `checks` checks
what the client does with them.
"""
