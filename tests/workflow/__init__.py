"""The workflow on a real server, with time that can be skipped."""
