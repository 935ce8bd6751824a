"""The state of Hasty as dataclasses.

Modules import in one direction: ``state`` imports ``project``, which imports all others.
"""
