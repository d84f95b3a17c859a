"""Extension requests, unused balances, public-welfare screenings."""
