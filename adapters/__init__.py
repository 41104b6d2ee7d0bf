"""Other systems: settings, Temporal, keys, mail, logs."""
