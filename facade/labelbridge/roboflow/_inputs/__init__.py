"""Arguments of Roboflow's methods: validation before any request."""
