"""The demo: invented people and their complaints, told through the engine's door."""
