"""Pages for the people of a cinema or platform: what is asked of their unit, and nothing else of a complaint."""
