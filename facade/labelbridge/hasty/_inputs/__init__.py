"""Arguments of Hasty's methods: validated, and made into request bodies."""
