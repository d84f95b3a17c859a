from .balances import Declaration, UnionBalance, UnusedBalance
from .extensions import VoucherExtension
from .journal import Account, Transfer
from .requests import ExtensionRequest

__all__ = [
    "Account",
    "Declaration",
    "ExtensionRequest",
    "Transfer",
    "UnionBalance",
    "UnusedBalance",
    "VoucherExtension",
]
