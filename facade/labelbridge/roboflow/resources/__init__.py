"""The resources of a Roboflow client, one module each."""
