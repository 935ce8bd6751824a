"""The resources of a Labelbox client, one module each."""
