"""Hasty (CloudFactory): its whole API, from projects, images and labels to models and buckets.

    with Hasty() as hasty:                       # the key is in HASTY_API_KEY
        for project in hasty.projects.list():
            print(project.name)

Beside the clients, `labelbridge.hasty.models` has what their methods take and give, `.filters` what
images, videos and labels are searched by, `.masks` the platform's form of masks, and `.credentials`
what the platform needs to read a bucket.

Contract: `openapi/hasty.yaml`, reconstructed from the platform's published page "Hasty API v1"
(version 1.1) and the vendor's SDK.
"""

from __future__ import annotations

from labelbridge.hasty._client import AsyncHasty, Hasty

__all__ = ["AsyncHasty", "Hasty"]
