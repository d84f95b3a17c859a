from .balances import Declaration, UnionBalance, UnusedBalance
from .extensions import VoucherExtension
from .journal import Account, Transfer
from .requests import ExtensionRequest
from .screenings import Screening, ScreeningApproval, ScreeningPhoto

__all__ = [
    "Account",
    "Declaration",
    "ExtensionRequest",
    "Screening",
    "ScreeningApproval",
    "ScreeningPhoto",
    "Transfer",
    "UnionBalance",
    "UnusedBalance",
    "VoucherExtension",
]
