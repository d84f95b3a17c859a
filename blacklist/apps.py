from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlacklistConfig(AppConfig):
    name = "blacklist"
    verbose_name = _("Penalty decisions and the list")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine import tick
        from casework.engine.kinds import register
        from casework.engine.triggers import append_only

        from .decisions.kind import PENALTY
        from .decisions.measures import settle_all
        from .decisions.paper_standing import standing_of
        from .decisions.papers import ROOM
        from .decisions.rows import end_all
        from .letters.standing import in_force_of
        from .listing.publishing import publish_all
        from .objections.kind import OBJECTION
        from .repairs.kind import REPAIR

        register(PENALTY)
        register(OBJECTION)
        register(REPAIR)
        in_force_of(ROOM, standing_of)
        tick.also("measures", settle_all)
        tick.also("decisions", end_all)
        tick.also("published", publish_all)
        # A letter that went out, and the template it was made from, are never anything else afterwards.
        for table in ("blacklist_letter", "blacklist_lettersignature", "blacklist_lettertemplate"):
            append_only(table)
