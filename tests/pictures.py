"""What Tesseract says, made up: its table of words, for tests of what becomes of it. No picture is read here."""

from collections.abc import Sequence

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
WIDTH, HEIGHT = 1654, 2339  # of a page of A4 at 200 dots to the inch
LETTER, LINE = 16, 44  # pixels

Box = tuple[int, int, int, int, float, str]


def table(lines: Sequence[Sequence[Box]], width: int = WIDTH, height: int = HEIGHT) -> str:
    """Lines of words, each with left, top, width, height, confidence and text, as Tesseract's table."""
    rows = [HEAD, f"1\t1\t0\t0\t0\t0\t0\t0\t{width}\t{height}\t-1\t"]
    for number, line in enumerate(lines, start=1):
        rows.append(f"4\t1\t1\t1\t{number}\t0\t0\t0\t0\t0\t-1\t")
        rows += [
            f"5\t1\t1\t1\t{number}\t{at}\t" + "\t".join(str(value) for value in word) for at, word in enumerate(line, start=1)
        ]
    return "\n".join(rows) + "\n"


def words(text: str, left: int = 200, top: int = 200, confidence: float = 96.0) -> list[list[Box]]:
    """Lines of text as boxes; an empty line leaves the room of one."""
    lines = []
    for number, line in enumerate(text.split("\n")):
        at, boxes = left, []
        for word in line.split():
            boxes.append((at, top + number * LINE, LETTER * len(word), 30, confidence, word))
            at += LETTER * (len(word) + 1)
        if boxes:
            lines.append(boxes)
    return lines


def page_of(text: str) -> str:
    """A whole page with this text."""
    return table(words(text))
