"""Answers: the one that its asker chose, those that an expert found right, and how long that holds."""
