"""Cinema enrolments (R16, R31-R35): a kind of case that a cinema opens itself, or a platform for it."""
