"""Rows and masks of Labelbox's export files."""
