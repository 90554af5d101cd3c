"""Experiences: what somebody lived through, told in a few answers beside the text, and what they add up to."""
