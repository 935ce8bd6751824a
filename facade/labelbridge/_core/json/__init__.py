"""JSON: decoding responses, encoding requests, validation, comparison with the contract."""
