"""Taking in what people tell by phone, letter, visit or transfer (P11): one dense page, and the receipt to read out."""
