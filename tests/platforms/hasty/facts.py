"""Facts of the platform that generic tests need."""

STORED = {"create_uploads": ("PUT", "hasty/uploads/"), "get_export": ("GET", "hasty/exports/")}
POLLED = ("get_export", "get_automated_labeling_job", "get_video", "get_object_detector")
