"""Looking into pictures finds what is wrong with them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from migrator.files.pictures import examine


def picture(form: str, size: tuple[int, int] = (120, 90)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(buffer, form)
    return buffer.getvalue()


def reason(name: str, content: bytes) -> str:
    finding = examine(name, io.BytesIO(content), len(content))
    return finding.reason if finding else ""


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jpg", "JPEG"),
        ("A.JPEG", "JPEG"),
        ("a.png", "PNG"),
        ("a.gif", "GIF"),
        ("a.webp", "WEBP"),
        ("a.bmp", "BMP"),
        ("a.avif", "AVIF"),
        ("favicon.ico", "ICO"),
    ],
)
def test_whole_pictures_are_fine(name: str, form: str) -> None:
    assert reason(name, picture(form)) == ""


@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.gif", "GIF"), ("a.webp", "WEBP")])
def test_truncated_pictures_are_found(name: str, form: str) -> None:
    content = picture(form)
    assert reason(name, content[: len(content) // 2]) == "truncated"


def test_other_content_is_no_image() -> None:
    assert reason("a.jpg", b"<html>404 Not Found</html>") == "not_an_image"
    assert reason("a.png", b"x") == "not_an_image"
    assert reason("a.gif", b"") == "empty"


def test_a_wrong_extension_is_harmless_when_browsers_show_the_content() -> None:
    png = picture("PNG")
    finding = examine("a.jpg", io.BytesIO(png), len(png))
    assert finding is not None
    assert (finding.reason, finding.harmless) == ("wrong_extension", True)
    assert finding.message == "The file is a PNG image, but its name ends in .jpg"


def test_a_wrong_extension_is_harmful_when_browsers_do_not_show_the_content() -> None:
    tiff = picture("TIFF")
    finding = examine("a.jpg", io.BytesIO(tiff), len(tiff))
    assert finding is not None
    assert (finding.reason, finding.harmless) == ("wrong_extension", False)
    assert reason("a.svg", picture("PNG")) == "wrong_extension"
    assert reason("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "wrong_extension"


def png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_500, 30_000])
def test_decompression_bombs_are_refused_before_they_are_decoded(side: int) -> None:
    assert reason("a.png", png_of(side, side)) == "too_large"


def test_svg_drawings_are_known_and_their_entities_are_not_expanded() -> None:
    assert reason("a.svg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><g/></svg>") == ""
    assert reason("a.svg", b"<svg><g></svg>") == "not_an_image"
    assert reason("a.svg", b"<html/>") == "not_an_image"
    bomb = b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg>&b;</svg>"
    assert reason("a.svg", bomb) == "not_an_image"


def test_files_that_promise_no_picture_only_need_content() -> None:
    assert reason("manual.pdf", b"%PDF-") == ""
    assert reason("manual.pdf", b"") == "empty"
