"""The baseline: one view, one insert, under the product's own settings, middleware, server and database."""
