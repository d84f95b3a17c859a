"""Plans, random draws, tasks, findings, rectification."""
