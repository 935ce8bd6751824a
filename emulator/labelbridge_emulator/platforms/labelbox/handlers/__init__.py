"""Handlers of Labelbox's operations, and the GraphQL fields behind them."""
