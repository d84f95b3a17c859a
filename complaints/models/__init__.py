"""A complaint's own fields, and the rows that its acts bring."""

from .complaints import Complaint
from .facts import AnswerRequest, Proposal, Remedy, Review

__all__ = ["AnswerRequest", "Complaint", "Proposal", "Remedy", "Review"]
