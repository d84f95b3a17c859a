"""The rows of a case, grouped by what they hold."""

from .attachments import ArrivingFile, Attachment, AttachmentGrant
from .calendar import CalendarDay
from .cases import Case, CaseDuty, CaseParty, CasePerson, ContactDetails, Draft, Recusal
from .clocks import Clock
from .envelopes import Envelope
from .events import Event, EventText, Receipt
from .links import CaseLink, FollowUp
from .procedures import Decision, Procedure, WorkTask
from .search import SearchEntry

__all__ = [
    "ArrivingFile",
    "Attachment",
    "AttachmentGrant",
    "CalendarDay",
    "Case",
    "CaseDuty",
    "CaseLink",
    "CaseParty",
    "CasePerson",
    "Clock",
    "ContactDetails",
    "Decision",
    "Draft",
    "Envelope",
    "Event",
    "EventText",
    "FollowUp",
    "Procedure",
    "Receipt",
    "Recusal",
    "SearchEntry",
    "WorkTask",
]
