"""Cases as the people of a party read them: every kind that has no pages of its own for parties."""
