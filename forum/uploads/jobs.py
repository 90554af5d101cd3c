"""What the parent and the image child say to each other. Pure: the child must load little besides Pillow."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Purpose(StrEnum):
    """What an image is wanted for."""

    ATTACHMENT = "attachment"  # the image itself, and a thumbnail when it is large
    AVATAR = "avatar"  # one small square


class Refusal(StrEnum):
    """Why a decodable image is not taken."""

    PIXELS = "pixels"
    FRAMES = "frames"
    ANIMATION = "animation"


@dataclass(frozen=True)
class Limits:
    """What one image may cost. A legitimate picture of 25 million pixels passes in every format."""

    pixels: int = 25_000_000  # width × height of one frame
    frames: int = 100
    animation_pixels: int = 60_000_000  # width × height × frames
    seconds: int = 10  # of wall clock, and of CPU
    memory: int = 1 << 30  # bytes of address space
    output: int = 64 << 20  # bytes the child may write


@dataclass(frozen=True)
class Job:
    """One image to make safe. `format` is Pillow's name of the only decoder that may look at it."""

    format: str
    purpose: Purpose
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Job":
        values = json.loads(text)
        return cls(values["format"], Purpose(values["purpose"]), Limits(**values["limits"]))


@dataclass(frozen=True)
class Part:
    """One encoded image of a result; its `size` bytes follow the header, in the order of the parts."""

    mime: str
    width: int
    height: int
    size: int


@dataclass(frozen=True)
class Header:
    """The first line of the output: a refusal, or the parts that follow (the image, then its thumbnail)."""

    refusal: Refusal | None = None
    parts: tuple[Part, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Header":
        """Raises ValueError, TypeError or KeyError on anything but a header."""
        values = json.loads(text)
        refusal = None if values["refusal"] is None else Refusal(values["refusal"])
        return cls(refusal, tuple(Part(**part) for part in values["parts"]))
