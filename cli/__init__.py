"""The `sharewell` command: starts things, decides nothing."""
