"""The filters of Hasty's list operations."""
