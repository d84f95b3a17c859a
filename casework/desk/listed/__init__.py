"""The list of penalty decisions for staff: all that ever was on it, and who may be praised (R41, R46)."""
