"""Generated clients."""
