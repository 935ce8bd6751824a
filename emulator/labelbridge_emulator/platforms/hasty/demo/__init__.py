"""The demo seed of Hasty."""
