"""The state of Hasty: dataclasses, and the collections that hold them."""
