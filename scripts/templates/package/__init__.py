"""Plans and models of the platforms, generated from their contracts; use the labelbridge package."""
