"""A complaint's own fields, and the rows that its acts bring."""

from .complaints import Complaint
from .facts import AnswerRequest, Consent, Proposal, Remedy, Review, Settlement

__all__ = ["AnswerRequest", "Complaint", "Consent", "Proposal", "Remedy", "Review", "Settlement"]
