"""The `sharewell` command, run as a person runs it."""
