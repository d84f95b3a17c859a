"""Unused balances (R15): a kind of case that the clock opens for each platform once its last voucher has expired."""
