"""Arguments of Roboflow's methods: validated before any request."""
