"""Saved histories, replayed by the workflow as it is now."""
