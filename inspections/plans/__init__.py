"""Plans of inspections and their draws: a small kind of case."""
