"""What is in an export's archive, one module a format; each has ``write(selection, archive)``."""
