"""Letters of a penalty decision: Word files from templates, numbered, signed, with a QR code (issue 9 §2, §3).

Knows no kind of case: whoever writes one gives `LetterData` to `writing.write`. See docs/letters.md.
"""
