"""Real Temporal, worker, relay and desk: what survives when parts of them die."""
