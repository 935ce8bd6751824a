"""The demo data of Roboflow."""
