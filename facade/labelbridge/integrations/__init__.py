"""Adapters for other libraries, one module each. Each is imported only when it is used."""
