"""One SQLite database per notes folder: the catalog, the vectors and the outboxes that keep both indexes in step."""
