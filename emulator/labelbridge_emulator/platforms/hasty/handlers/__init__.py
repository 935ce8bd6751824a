"""Handlers of Hasty's operations, one module per resource."""
