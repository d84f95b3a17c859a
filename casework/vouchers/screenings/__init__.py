"""Public-welfare screenings: proposed by a union, approved by both organisers, paid from the pool (R15, R17)."""
