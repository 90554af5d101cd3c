"""The engines behind `forum.search.backend`: Whoosh (the default), PostgreSQL, and one in memory for tests."""
