"""Bookmarks: posts that a member wants to find again, each with a note. Nobody else's business."""
