"""Plans and models of the platforms, generated from their contracts and used by labelbridge."""
