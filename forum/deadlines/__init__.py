"""Legal time limits: when one ends, and why, step by step. Pure: neither the web nor the database.

The rules are those of the code de procédure civile (articles 640 to 643), of the clear time limits of administrative
courts, of regulation (EEC, Euratom) 1182/71, and of prescription. It informs; it does not advise.
"""

from forum.deadlines.computing import Deadline, Step, compute
from forum.deadlines.days import Territory, holiday_on, is_working, next_working
from forum.deadlines.icsfile import calendar_file
from forum.deadlines.rules import Method, Source
from forum.deadlines.span import Away, Span
from forum.deadlines.usual import USUAL, Usual

__all__ = [
    "USUAL",
    "Away",
    "Deadline",
    "Method",
    "Source",
    "Span",
    "Step",
    "Territory",
    "Usual",
    "calendar_file",
    "compute",
    "holiday_on",
    "is_working",
    "next_working",
]
