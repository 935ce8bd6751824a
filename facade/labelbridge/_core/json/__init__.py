"""JSON: reading responses, writing requests, validating arguments, reporting drift."""
