from .extensions import VoucherExtension
from .journal import Account, Transfer
from .requests import ExtensionRequest

__all__ = ["Account", "ExtensionRequest", "Transfer", "VoucherExtension"]
