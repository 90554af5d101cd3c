"""What the parent and the image child say to each other. Pure: the child must load little besides Pillow."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

NEAREST = 4.0  # times the shorter side: nearer, a portrait has no pixels left


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
    seconds: int = 10  # of CPU; the wall clock may run twice as long on a busy machine
    memory: int = 1 << 30  # bytes of address space
    output: int = 64 << 20  # bytes the child may write


@dataclass(frozen=True)
class Crop:
    """The square that is cut out for a portrait: where it lies between the two edges (0 to 1), how near it is taken."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0  # 1: as much as the shorter side shows; 4: a quarter of that

    def box(self, width: int, height: int) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge in an image of this size; sound whatever the numbers are."""
        side = max(1.0, min(width, height) / _between(1.0, self.zoom, NEAREST))
        left, upper = (width - side) * _between(0.0, self.x, 1.0), (height - side) * _between(0.0, self.y, 1.0)
        return left, upper, left + side, upper + side


@dataclass(frozen=True)
class Job:
    """One image to make safe. `format` is Pillow's name of the only decoder that may look at it."""

    format: str
    purpose: Purpose
    limits: Limits = field(default_factory=Limits)
    crop: Crop = field(default_factory=Crop)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Job":
        values = json.loads(text)
        return cls(values["format"], Purpose(values["purpose"]), Limits(**values["limits"]), Crop(**values["crop"]))


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


def _between(least: float, value: float, most: float) -> float:
    return min(max(value, least), most)
