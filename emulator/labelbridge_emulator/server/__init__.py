"""The HTTP server: the application, storage, control routes, faults and the request log."""
