"""The touching: implements the ports of the workflow."""
