"""Files that people send, made as small as they can be: good ones, disguised ones, broken ones, bombs."""

import base64
import io
import struct
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

PLACE = 0x8825
HEIC = base64.b64decode(
    b"AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    b"ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABgAAgAAAAAB+gABAAAAAAAAAGwAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    b"AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    b"kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    b"5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    b"cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    b"ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAjG1kYXQAAAAUKAGvBBj4ynHX2xAH82gLHFSEecAAAAAGRXhpZgAATU0AKgAAAAgA"
    b"AgEPAAIAAAAGAAAAJoglAAQAAAABAAAALAAAAABQaG9uZQAAAgABAAIAAAACTgAAAAACAAUAAAADAAAASgAAAAAAAAI5AAAACgAA"
    b"AAAAAAABAAAAAAAAAAE="
)


def jpeg(*, place: bool = False, size: tuple[int, int] = (60, 40), turned: bool = False) -> bytes:
    details = Image.Exif()
    if place:
        details[0x010F] = "Kanārijputns Telephone"
        details.get_ifd(PLACE).update({1: "N", 2: (56.0, 57.0, 0.0), 3: "E", 4: (23.0, 9.0, 0.0)})
    if turned:
        details[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, "JPEG", exif=details)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (50, 30), (10, 90, 60, 120)).save(out, "PNG")
    return out.getvalue()


def pdf(*, pages: int = 1, password: str = "", program: bool = False, within: bool = False) -> bytes:
    paper = PdfWriter()
    for _page in range(pages):
        paper.add_blank_page(595, 842)
    if program:
        runs = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        )
        names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), runs])})
        paper.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})
    if within:
        paper.add_attachment("inside.txt", b"inside")
    if password:
        paper.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    paper.write(out)
    return out.getvalue()


def _chunk(word: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + word + content + struct.pack(">I", zlib.crc32(word + content))


def bomb(side: int = 60_000) -> bytes:
    """A picture of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small picture beside which a hundred million letters stand packed."""
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    letters = b"a\0\0" + zlib.compress(b"A" * 100_000_000)
    pixels = zlib.compress(b"\0" * 52)
    parts = (_chunk(b"IHDR", head), _chunk(b"zTXt", letters), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


DISGUISED = {
    "program": b"MZ\x90\0" + b"\0" * 200,
    "linux": b"\x7fELF" + b"\0" * 200,
    "script": b"#!/bin/sh\nrm -rf /\n",
    "page": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "archive": b"PK\x03\x04" + b"\0" * 26 + b"izzina.pdf",
    "office": b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml",
    "text": b"Tas nav dokuments",
}
