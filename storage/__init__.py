"""The tables. Rows in, domain values out."""
