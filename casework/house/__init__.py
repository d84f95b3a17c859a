"""The house itself: first run, the processes of `make run`, the words, checks of the work tree. Nothing imports it."""
