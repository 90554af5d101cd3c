"""Experts: members who asked staff to check what they do, and the contact signature that follows from it."""
