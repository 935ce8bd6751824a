"""Arguments of Hasty's methods: validation, and conversion to request bodies."""
