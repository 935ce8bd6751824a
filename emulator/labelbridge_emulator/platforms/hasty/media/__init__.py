"""Image and video files: reading their properties, writing them, storing their bytes, and masks."""
