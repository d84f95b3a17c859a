"""Cases about a unit that nobody complained of, as that unit reads them: inspections of it, and their findings."""
