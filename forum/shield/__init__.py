"""What in a text may tell who somebody is, or open their doors: found before it is published, masked where they wish.

Pure: neither the web nor the database. `find` is the door for whatever members publish (posts, titles, what became
of an experience), `mask` the answer to it. Both take time in proportion to the text. It offers, and never decides:
what it does not find, and what it finds wrongly, is the writer's to judge, so it keeps to what is checked by a sum or
named by a word beside it.

Code is read like the rest: configuration and logs are where passwords lie. Decisions cited as law are left alone.
"""

from forum.shield.finding import Finding, Sort
from forum.shield.masking import mask
from forum.shield.search import find

__all__ = ["Finding", "Sort", "find", "mask"]
