"""Fen and yuan: amounts are kept and added in whole fen, and read in yuan with two decimals."""

from __future__ import annotations

from decimal import Decimal


def yuan(fen: int) -> str:
    """12345678 as 123,456.78."""
    return f"{Decimal(fen) / 100:,.2f}"


def fen_of(amount: Decimal) -> int:
    """An amount of yuan in whole fen. ValueError where it has a part of a fen."""
    fen = amount * 100
    if fen != int(fen):
        raise ValueError(f"{amount} yuan are no whole fen")
    return int(fen)
