"""What is searched: the texts of a case as bigrams, beside the case."""

from django.db import models


class SearchEntry(models.Model):
    """One text of a case, cut into tokens (`casework.engine.search`); long ones lie in several pieces.

    The full-text index over `body` belongs to the database, not to Django: `search.install_search` keeps it.
    `scope` says who may search it ("office", ...), `part` which text it is ("account", "message:12", ...).
    """

    case = models.ForeignKey("engine.Case", on_delete=models.CASCADE, related_name="search_entries", db_index=False)
    scope = models.CharField(max_length=20)
    part = models.CharField(max_length=60)
    piece = models.PositiveSmallIntegerField(default=0)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "scope", "part", "piece"], name="search_piece_once")]

    def __str__(self) -> str:
        return f"{self.part} of case {self.case_id} for {self.scope}"
