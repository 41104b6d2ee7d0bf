"""Which version of Sharewell this is."""

from importlib.metadata import version

VERSION = version("sharewell")
