"""The baseline: one view, two inserts, under the product's own settings, middleware, server and database."""
