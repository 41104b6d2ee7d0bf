"""The only door: everything a person can do or see goes through here."""
