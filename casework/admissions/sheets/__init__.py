"""The sheet of a platform's cooperating cinemas, as its own keepers really keep it (R24, R25; docs/sheets.md).

`services` is what the rest of the room calls. A file goes through `attachments.books` (a process of its own), `layout`
(where the columns are), `reading` (what each row says), `matching` (which cinema of the `register` that is) and is then
rows of the database; nothing of it is in memory as a whole.
"""
