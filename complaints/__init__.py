"""Complaints of union members and model workers about cinemas and platforms."""
