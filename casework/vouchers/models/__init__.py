from .extensions import VoucherExtension
from .journal import Account, Transfer

__all__ = ["Account", "Transfer", "VoucherExtension"]
