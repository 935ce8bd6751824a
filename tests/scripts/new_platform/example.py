"""Uses the new platform, sync and async, and prints what it received."""

import asyncio
import json

from labelbridge.acme import Acme, AsyncAcme
from labelbridge_emulator import running


async def texts(url: str) -> list[str]:
    """Return the texts of all notes."""
    async with AsyncAcme("key", base_url=url) as acme:
        await acme.notes.create(text="async")
        return [note.text for note in (await acme.notes.list()).notes]


with running(api_keys=["key"]) as urls:
    with Acme("key", base_url=urls["acme"]) as acme:
        acme.notes.create(text="sync")
    print(json.dumps(asyncio.run(texts(urls["acme"]))))
