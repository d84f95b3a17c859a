from .decisions import Decision, Defence, Measure, Source, Vote
from .tariff import Severity, TariffRow

__all__ = ["Decision", "Defence", "Measure", "Severity", "Source", "TariffRow", "Vote"]
