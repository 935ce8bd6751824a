"""Arguments of Labelbox's methods: validation, and conversion to GraphQL documents."""
