"""Topics from elsewhere, and the same shape out again: JSON Lines, one topic a line.

An edge like the web, with doors of its own (`restore`): dates, authors and ids are kept, nobody is notified.
"""
