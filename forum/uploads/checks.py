"""The first look at a file that somebody sends: size, first bytes, extension and content must agree. Pure."""

import re

from forum.errors import Invalid
from forum.uploads.filenames import split_extension
from forum.uploads.kinds import Kind, kind_of_bytes, kind_of_extension
from forum.uploads.text import as_utf8
from forum.words import message

FIELD = "file"
_PDF_HEADER = re.compile(rb"%PDF-[12]\.\d[\s%]")
_PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_PDF_TAIL = 1024  # bytes in which the end mark must stand, as readers of PDF require


def check(data: bytes, filename: str, *, max_bytes: int) -> Kind:
    """What the file is. Raises Invalid, saying what to do, when it is nothing that the forum takes.

    An image is decoded only later, in its own process: here it has the mark and the name of its kind.
    """
    _check_size(data, max_bytes)
    extension = split_extension(filename)[1]
    announced = kind_of_extension(extension)
    if announced is None:
        raise Invalid(
            message(
                "Ce type de fichier n’est pas accepté : "
                "envoyez une image (PNG, JPEG, WebP, GIF), un PDF ou un texte (.txt)."
            ),
            FIELD,
        )
    if kind_of_bytes(data) is not announced:
        raise Invalid(
            message(
                "Le nom de ce fichier finit par .%(extension)s, mais son contenu est d’un autre type : "
                "enregistrez-le dans ce format, ou corrigez son nom.",
                extension=extension,
            ),
            FIELD,
        )
    _check_content(data, announced)
    return announced


def _check_size(data: bytes, max_bytes: int) -> None:
    if not data:
        raise Invalid(message("Ce fichier est vide : choisissez-en un autre."), FIELD)
    if len(data) > max_bytes:
        size = round(max_bytes / 1_000_000)
        raise Invalid(message("Ce fichier dépasse %(size)s Mo : réduisez-le.", size=size), FIELD)


def _check_content(data: bytes, kind: Kind) -> None:
    if kind is Kind.PDF and not (_PDF_HEADER.match(data) and _PDF_END.search(data[-_PDF_TAIL:])):
        raise Invalid(
            message("Ce PDF est abîmé ou incomplet : exportez-le de nouveau depuis le logiciel qui l’a produit."),
            FIELD,
        )
    if kind is Kind.TEXT and as_utf8(data) is None:
        raise Invalid(
            message("Ce fichier n’est pas du texte simple : enregistrez-le en texte (UTF-8), ou en PDF."),
            FIELD,
        )
