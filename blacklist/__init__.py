"""Penalty decisions, hearings, the list itself, objections, repair."""
