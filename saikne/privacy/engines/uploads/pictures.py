"""Pictures are drawn anew: nothing is kept of them but what is seen."""

import io
from dataclasses import dataclass, field
from typing import Any

import pi_heif
from PIL import Image, ImageOps, JpegImagePlugin

from saikne.privacy.engines.uploads.kinds import Fault, Kind, Remark

FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.HEIC: "HEIF"}
PLACE = 0x8825  # where the picture was taken, in the table of its details
TURN = 0x0112
PREVIEW = (1000, 1400)
QUALITY = 92
PREVIEW_QUALITY = 80
# What telephones and editors write beside a picture; some of it may tell where it was taken.
BESIDE = frozenset({"exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp", "Raw profile type exif", "metadata"})
PLACE_WORDS = (b"GPS", b"Location", b"photoshop:City", b"Iptc4xmpCore")


class UnkeptError(Exception):
    """The file cannot be kept, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(slots=True)
class Drawn:
    """What is kept of a file: its kind, its bytes if they are new, what was seen in it, its first page in small."""

    kind: Kind
    content: bytes | None = None
    pages: int | None = None
    remarks: list[Remark] = field(default_factory=list)
    preview: bytes = b""


def draw(content: bytes, kind: Kind, *, most_pixels: int) -> Drawn:
    """The same picture, upright, with nothing beside it. Raises `UnkeptError`; other errors mean that it is broken."""
    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
        if picture.width * picture.height > most_pixels:
            raise UnkeptError(Fault.TOO_MANY_PIXELS)
        if kind == Kind.PNG and getattr(picture, "n_frames", 1) > 1:
            raise UnkeptError(Fault.SEVERAL)
        picture.load()
        remarks = _beside(picture)
        upright = ImageOps.exif_transpose(picture)
        new = _as_png(upright) if kind == Kind.PNG else _as_jpeg(upright, picture)
    if kind == Kind.HEIC:
        remarks.append(Remark.FROM_HEIC)
    return Drawn(Kind.PNG if kind == Kind.PNG else Kind.JPEG, new, 1, remarks, preview_of(upright))


def _beside(picture: Any) -> list[Remark]:
    """Whether the picture told where it was taken, and whatever else it told."""
    details = picture.getexif()
    told = {name: value for name, value in picture.info.items() if name in BESIDE and value}
    texts = {str(name): str(value) for name, value in getattr(picture, "text", {}).items()}
    raw = b" ".join(one if isinstance(one, bytes) else str(one).encode() for one in [*told.values(), *texts.items()])
    found = []
    if details.get_ifd(PLACE) or any(word in raw for word in PLACE_WORDS):
        found.append(Remark.LOCATION_REMOVED)
    if set(details) - {TURN} or set(told) - {"exif"} or texts:
        found.append(Remark.DETAILS_REMOVED)
    return found


def _as_png(picture: Any) -> bytes:
    plain = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if picture.mode == "P":
        plain.putpalette(picture.getpalette("RGB"), "RGB")
    seen_through = picture.info.get("transparency")
    return _saved(plain, "PNG", **({} if seen_through is None else {"transparency": seen_through}))


def _as_jpeg(picture: Any, before: Any) -> bytes:
    """With the tables of the picture as it came, so that it loses next to nothing."""
    if picture.mode not in {"L", "RGB"}:
        return _saved(_on_white(picture), "JPEG", quality=QUALITY)
    plain = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    tables = getattr(before, "quantization", None)
    if not tables or before.mode != picture.mode:
        return _saved(plain, "JPEG", quality=QUALITY)
    sampling = JpegImagePlugin.get_sampling(before)
    return _saved(plain, "JPEG", qtables=tables, **({"subsampling": sampling} if sampling >= 0 else {}))


def preview_of(picture: Any) -> bytes:
    """The picture in small, on white; it is not needed any more, so no second one is made of it."""
    picture.thumbnail(PREVIEW)
    return _saved(_on_white(picture), "JPEG", quality=PREVIEW_QUALITY)


def _on_white(picture: Any) -> Any:
    if picture.mode in {"RGB", "L"}:
        return Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if "A" not in picture.mode and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _saved(picture: Any, word: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, word, **how)
    return out.getvalue()
