"""Filters of Hasty's list operations.

A parameter that is absent, or an empty list, does not filter.
"""
