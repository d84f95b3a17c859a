"""A case's life: cases, acts, events, stages, clocks, procedures, attachments, access, search."""
