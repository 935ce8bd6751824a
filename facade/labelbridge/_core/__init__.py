"""What all clients share: flows, drivers, HTTP and JSON. Private; no platform is named here."""
