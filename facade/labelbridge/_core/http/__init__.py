"""Requests and responses: URLs, authentication, decoding of bodies, errors."""
