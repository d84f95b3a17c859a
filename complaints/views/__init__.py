"""Filing a complaint, one thing a page."""
