"""Hasty (CloudFactory): projects, datasets, images, labels and exports.

    with Hasty() as hasty:                       # the key is in HASTY_API_KEY
        for project in hasty.projects.list():
            print(project.name)

Contract: `openapi/hasty.yaml`, reconstructed from the platform's published page "Hasty API v1"
(version 1.1) and the vendor's SDK.
"""

from __future__ import annotations

from labelbridge.hasty._client import AsyncHasty, Hasty

__all__ = ["AsyncHasty", "Hasty"]
