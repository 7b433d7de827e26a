"""Pages as pictures: drawn by a process of their own, with a sentence where that is not possible."""

import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.outside.page_picture import DrawingLimits, NoPictureError, render_page
from app.outside.reading.pdfium import Picture
from app.outside.reading.picture import encode_png
from tests import files

SOURCE = "#set page(width: 200pt, height: 300pt)\nGrey.\n#pagebreak()\n#rect(fill: red, width: 100%, height: 100%)"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return files.put(tmp_path_factory.mktemp("pictures"), "paper.pdf", files.pdf(SOURCE))


def opened(picture: bytes) -> Image.Image:
    """The picture, decoded by somebody else's code."""
    image = Image.open(io.BytesIO(picture))
    image.load()
    return image


def test_a_page_is_drawn_as_wide_as_asked_and_in_its_own_shape(paper: Path) -> None:
    image = opened(render_page(paper, 1, 400))
    assert (image.format, image.size) == ("PNG", (400, 600))
    assert image.getextrema() != (255, 255), "something is on the page"


def test_a_page_in_colour_keeps_its_colours_and_a_grey_one_is_stored_as_grey(paper: Path) -> None:
    assert opened(render_page(paper, 1)).mode == "L"
    colour = opened(render_page(paper, 2))
    assert colour.mode == "RGB"
    assert colour.getpixel((500, 700)) == (255, 65, 54)


def test_the_width_is_bounded(paper: Path) -> None:
    assert opened(render_page(paper, 1, 1)).width == 100
    assert opened(render_page(paper, 1, 99_999)).width == 2_400


def test_a_very_long_strip_is_drawn_narrower(tmp_path: Path) -> None:
    strip = files.put(tmp_path, "strip.pdf", files.pdf("#set page(width: 100pt, height: 5000pt, margin: 5pt)\nTop."))
    image = opened(render_page(strip, 1, 500))
    assert image.height == 2_000
    assert image.width < 100


@pytest.mark.parametrize("number", [0, -1, 3, 10**9])
def test_a_page_that_is_not_there_is_refused_with_a_sentence(paper: Path, number: int) -> None:
    with pytest.raises(NoPictureError, match="could not be drawn"):
        render_page(paper, number)


def test_files_that_cannot_be_opened_are_refused_with_the_reason(tmp_path: Path) -> None:
    locked = files.put(tmp_path, "locked.pdf", files.locked_pdf(files.pdf(SOURCE), "secret"))
    with pytest.raises(NoPictureError, match="locked with a password"):
        render_page(locked, 1)
    with pytest.raises(NoPictureError, match="damaged"):
        render_page(files.put(tmp_path, "a.docx", files.word(lambda word: word.add_paragraph("One"))), 1)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import time; time.sleep(30)", "took too long"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "could not be drawn"),
        ("print('nonsense')", "could not be drawn"),
        ("""print('{"sentence": "", "size": 3}')""", "could not be drawn"),
        ("""print('{"sentence": "", "size": 3}'); print('GIF', end='')""", "could not be drawn"),
        ("print('x' * 30_000_000)", "could not be drawn"),
    ],
)
def test_a_child_that_hangs_dies_or_talks_nonsense_means_a_sentence(paper: Path, code: str, said: str) -> None:
    with pytest.raises(NoPictureError, match=said):
        render_page(paper, 1, limits=DrawingLimits(seconds=1, command=(sys.executable, "-c", code)))


@pytest.mark.parametrize("padding", [0, 3])
def test_rows_are_encoded_pixel_by_pixel_whatever_their_padding(padding: int) -> None:
    rows = [bytes((10, 20, 30, 40, 50, 60)), bytes((70, 80, 90, 1, 2, 3))]
    image = opened(encode_png(Picture(b"".join(row + b"\xee" * padding for row in rows), 2, 2, 6 + padding)))
    assert [image.getpixel((x, y)) for y in range(2) for x in range(2)] == [(10, 20, 30), (40, 50, 60), (70, 80, 90), (1, 2, 3)]
