"""The JSON interface, asked over HTTP."""
