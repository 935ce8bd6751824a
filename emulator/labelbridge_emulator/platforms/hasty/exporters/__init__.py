"""Writers of export archives, one module per format, each with ``write(selection, archive)``."""
