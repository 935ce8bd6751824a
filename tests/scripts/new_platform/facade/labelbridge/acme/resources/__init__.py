"""The resources of an Acme client."""
