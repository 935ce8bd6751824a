"""The resources of a Hasty client, one module each."""
