"""Hasty (CloudFactory): projects, datasets, images, labels and exports.

    with Hasty() as hasty:                       # the key is in HASTY_API_KEY
        for project in hasty.projects.list():
            print(project.name)

Beside the clients, `labelbridge.hasty.models` has what their methods take and give, `.filters` what
images and labels are searched by, and `.masks` the platform's form of masks.

Contract: `openapi/hasty.yaml`, reconstructed from the platform's published page "Hasty API v1"
(version 1.1) and the vendor's SDK.
"""

from __future__ import annotations

from labelbridge.hasty._client import AsyncHasty, Hasty

__all__ = ["AsyncHasty", "Hasty"]
