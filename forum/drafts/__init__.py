"""Drafts: what a member has typed and not yet published, kept on the server."""
