"""What a row came to, in a sentence that names the row, the column, what was read and what was expected."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.parties.sheets import Fault

from ..models import CinemaSheet, SheetLine

# By reason, the sentence; its names are those of the line's details.
REASONS = {
    "duplicate": gettext_lazy("The same cinema as in row %(of_row)d; it counts there."),
    "duplicate_elsewhere": gettext_lazy(
        "The same cinema as in row %(of_row)d of the sheet “%(of_tab)s”; it counts there."
    ),
    "several": gettext_lazy(
        "“%(read)s” is the name of %(count)d cinemas of the register. Choose one, or write its code of 8 digits."
    ),
    "close": gettext_lazy(
        "“%(read)s” is not in the register for %(place)s, but names that come close are. Choose the one that is "
        "meant, or write the name as the register has it or the code of 8 digits."
    ),
    "no_such_name": gettext_lazy(
        "“%(read)s” is not in the register for %(place)s, and no name comes close. Expected: the name as the "
        "register has it, or the code of 8 digits."
    ),
    "no_such_code": gettext_lazy(
        "No cinema of the register has the code “%(read)s”. Expected: a code of the register, or the cinema's "
        "name beside it."
    ),
    "outside": gettext_lazy(
        "“%(read)s” is the code of a cinema of another province. Expected: 8 digits that start with 43."
    ),
    "no_code": gettext_lazy(
        "“%(read)s” is no cinema code. Expected: 8 digits that start with 43, for example 43020011."
    ),
    "empty": gettext_lazy("The cell is empty, and there is no code beside it. Expected: a cinema's name."),
    "name_of_another": gettext_lazy(
        "“%(read)s” was read, but the code %(code)s is that of “%(expected)s”. Choose the cinema that is meant."
    ),
    "place_of_another": gettext_lazy(
        "“%(read)s” was read, but the code %(code)s is that of “%(expected)s” in %(place)s. Choose the cinema "
        "that is meant."
    ),
    "code_of_nobody": gettext_lazy(
        "“%(read)s” was read, which no cinema of the register has; “%(name)s” has the code %(expected)s. Choose "
        "the cinema that is meant."
    ),
    "closed": gettext_lazy("The register has this cinema as closed. It does not count."),
    "suspended": gettext_lazy("This cinema's qualification for the campaign is suspended. It does not count."),
    "ended": gettext_lazy("This cinema's qualification for the campaign has ended. It does not count."),
    "dismissed": gettext_lazy("A person set this row aside. It does not count."),
    "title": gettext_lazy("Above the names of the columns."),
    "heading": gettext_lazy("The names of the columns."),
    "section": gettext_lazy("A heading: the place of the rows below it."),
    "total": gettext_lazy("A total, no cinema."),
    "note": gettext_lazy("A note, no cinema."),
    "no_heading": gettext_lazy(
        "No column of this sheet is called a cinema's name or code, so it was not read. Please put the names of "
        "the columns above its rows."
    ),
}


# --- a row in words ---------------------------------------------------------------------------------------------------
def sentence(line: SheetLine, sheet: CinemaSheet) -> str:
    """Why the row does not count, and what would make it count; "" for one that does."""
    reason, said = line.reason, line.details
    if reason == "duplicate" and len(sheet.tabs) > 1 and said.get("of_tab") != sheet.tab_name(line.tab):
        reason = "duplicate_elsewhere"
    return str(REASONS[reason]) % {**said, "place": said.get("place") or _("the whole province")} if reason else ""


def explain(line: SheetLine, sheet: CinemaSheet) -> str:
    """The same with the row and the column before it, for a list of rows."""
    words = sentence(line, sheet)
    return str(Fault(line.row, line.details.get("column", ""), words, sheet.tab_label(line.tab))) if words else ""


def notes(line: SheetLine) -> list[str]:
    """What whoever reviews the list should know of a row, whether or not it counts."""
    said, found = line.details, []
    if "was" in said:
        found.append(_("Before a person decided: %(was)s.") % {"was": SheetLine.Outcome(said["was"]).label})
    if "code_read" in said:
        words = _("“%(code_read)s” under “%(code_column)s” is no cinema code; the cinema was found by its name.")
        found.append(words % said)
    if "county_read" in said:
        words = _("The row says “%(county_read)s”, the register %(county_known)s; what the register says counts.")
        found.append(words % said)
    if "county_above" in said:
        found.append(_("“%(county_above)s” was taken from a row above, as the cell is empty.") % said)
    if "place_read" in said:
        words = _("“%(place_read)s” under “%(place_column)s” is no county that is known. Expected: for example 岳麓区.")
        found.append(words % said)
    if line.outcome == SheetLine.Outcome.COUNTED and line.county_id is None:
        found.append(_("The county is not known: the row counts as a cinema, and for no county."))
    return found
