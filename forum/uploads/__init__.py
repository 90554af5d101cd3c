"""Bytes to safe files: checked, decoded and re-encoded in a bounded child, stored by hash, owner-blind."""
