"""Who: campaigns, divisions, units, memberships, platforms, cinemas, qualifications."""
