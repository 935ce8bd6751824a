"""Tools that test code which talks to annotation platforms, and servers that claim to be one."""
