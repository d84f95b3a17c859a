"""Platform applications (R23-R30): a kind of case that a payment platform opens itself."""
