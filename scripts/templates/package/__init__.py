"""Plans and models of the platforms, generated from their contracts; labelbridge uses them."""
