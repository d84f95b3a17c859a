"""Pages for staff and parties: work list, case page, search."""
