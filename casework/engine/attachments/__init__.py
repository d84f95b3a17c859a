"""Files: stored first without any lock, bound by an act, shown to others only as re-encoded copies."""
