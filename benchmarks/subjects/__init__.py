"""The programs that are compared, one module for each library.

A function makes a client and returns what one run does. Each run returns the number of its items.
Environments that lack the other libraries import a module, so this one imports nothing.
"""
