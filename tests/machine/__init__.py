"""What the tests and a release need from the machine."""
