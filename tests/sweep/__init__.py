"""Knocks at every door of the application, and sends it what nobody should."""
