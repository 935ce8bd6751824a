"""Contracts: loads the specs, parses requests by them, and validates responses against them."""
