"""Votes: that a member found a post useful."""
