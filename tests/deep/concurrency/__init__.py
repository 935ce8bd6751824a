"""Thousands of concurrent calls of one client, against a server in a process of its own."""
