"""The order of things: the life of a request, told in waits."""
