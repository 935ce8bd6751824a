"""Hasty (CloudFactory): the full API, from projects, images and labels to models and buckets.

    with Hasty() as hasty:                       # reads the key from HASTY_API_KEY
        for project in hasty.projects.list():
            print(project.name)

Modules for arguments and responses: `labelbridge.hasty.models` (models and enums), `.filters`
(search filters of images, videos and labels), `.masks` (the platform's mask format) and
`.credentials` (access to buckets).

Contract: `openapi/hasty.yaml`, reconstructed from the platform's published page "Hasty API v1"
(version 1.1) and the vendor's SDK.
"""

from __future__ import annotations

from labelbridge.hasty._client import AsyncHasty, Hasty

__all__ = ["AsyncHasty", "Hasty"]
