"""Extension requests (R14, R16): a kind of case that a grass-roots union opens itself."""
