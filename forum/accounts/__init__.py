"""People: accounts, groups, ranks, sessions. The lowest slice; it knows nothing of forums or topics."""
