"""One inspection: given out to a unit in the field, made, verified, put right."""
