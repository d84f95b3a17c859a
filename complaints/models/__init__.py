"""A complaint's own fields, and the rows that its acts bring."""

from .complaints import Complaint
from .facts import AnswerRequest, Proposal, Remedy

__all__ = ["AnswerRequest", "Complaint", "Proposal", "Remedy"]
