"""The demo's cases, by how far each has come."""

from .applying import APPLYING
from .decided import DECIDED
from .ended import ENDED
from .enrolled import ENROLLED
from .extended import EXTENDED
from .inspected import INSPECTED
from .investigated import INVESTIGATED
from .joined import JOINED
from .objected import OBJECTED
from .penalised import PENALISED
from .pooled import POOLED
from .proposed import PROPOSED
from .received import RECEIVED
from .reports import REPORTS
from .rights import RIGHTS
from .screened import SCREENED
from .waiting import FOLLOWED, WAITING_FOR_ANSWERS

__all__ = ["FOLLOWED", "STORIES"]

STORIES = (*ENDED, *RIGHTS, *REPORTS, *JOINED, *DECIDED, *PROPOSED, *INVESTIGATED, *WAITING_FOR_ANSWERS, *RECEIVED)
STORIES += (*INSPECTED, *EXTENDED, *APPLYING, *ENROLLED, *POOLED, *SCREENED, *PENALISED, *OBJECTED)
