"""A kind of case defined in the tests alone: that it works at all proves that a new kind touches no other room."""
