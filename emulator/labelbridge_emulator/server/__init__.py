"""The HTTP server: API and storage origins, control routes, faults and the request log."""
