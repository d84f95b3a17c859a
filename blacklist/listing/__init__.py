"""The public list of penalty decisions, “湘观影”活动失信记录名单 (R41): what is on it today, and what left it."""
