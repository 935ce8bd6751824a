"""Handlers of Roboflow's operations, one module per resource."""
