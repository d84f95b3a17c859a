"""What the house costs, measured on real processes against a bare Django view of the same run (README.md)."""
