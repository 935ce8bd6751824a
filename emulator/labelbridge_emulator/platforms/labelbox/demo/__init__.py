"""The demo data of Labelbox."""
