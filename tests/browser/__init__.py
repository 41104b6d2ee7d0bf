"""Real people's journeys in a real browser: one file per journey."""
