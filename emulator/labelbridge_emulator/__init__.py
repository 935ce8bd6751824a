"""An emulator of annotation platforms, bound to the contracts in openapi/."""
