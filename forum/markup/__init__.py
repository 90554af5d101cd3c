"""A member's Markdown made safe HTML: the one door for all text that people write.

Pure: no Flask, no database. The web renders through a `RenderPool`, which can stop a text that takes too long.
"""

from forum.markup.cleaning import clean_text
from forum.markup.document import RENDERER_VERSION, AttachmentRef, RenderContext, Rendered, TooComplex
from forum.markup.limits import PROFILES, Kind, Rule
from forum.markup.mentions import mention_candidates
from forum.markup.pipeline import render
from forum.markup.plain import excerpt
from forum.markup.pool import RenderPool
from forum.markup.stored import stored
from forum.markup.typography import typeset

__all__ = [
    "PROFILES",
    "RENDERER_VERSION",
    "AttachmentRef",
    "Kind",
    "RenderContext",
    "RenderPool",
    "Rendered",
    "Rule",
    "TooComplex",
    "clean_text",
    "excerpt",
    "mention_candidates",
    "render",
    "stored",
    "typeset",
]
