"""Sharewell after a part of it has been lost."""
