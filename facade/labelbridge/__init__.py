"""Bridge to annotation platforms: one typed client, sync and async, for Hasty, Roboflow and Labelbox."""
