"""Random people doing random things to cases of every kind, and what must hold of the cases whatever they do."""
