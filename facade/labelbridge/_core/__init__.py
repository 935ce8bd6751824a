"""The core of the client, shared by all platforms: flows, drivers, retries, clients. Not public."""
