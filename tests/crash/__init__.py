"""Pulling the plug: people file and act over HTTP while the real processes are SIGKILLed again and again, and what was
acknowledged is compared with the database (issue 6 §1). `make crash`, or `python -m tests.crash`.
"""
