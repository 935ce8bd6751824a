"""Images, videos and masks: probing, writing, and where their bytes are stored."""
