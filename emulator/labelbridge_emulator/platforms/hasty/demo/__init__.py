"""The demo data of Hasty."""
