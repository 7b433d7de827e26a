"""Hostile PDFs, written by hand. Nothing in them does anything: they only ask."""

import io
import zlib
from collections.abc import Iterator, Mapping

import pypdf

from tests import files
from tests.hostile.case import Case
from tests.hostile.changes import broken, shortened

SECRET = "root:x:0"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 12 Tf 20 300 Td (The panel met eight times.) Tj ET"


def raw(objects: Mapping[int, str | bytes], root: str = "1 0 R", trailer: str = "", size: int = 0) -> bytes:
    """A PDF of these objects with a right table of where they stand."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start, last = len(out), size or max(objects) + 1
    out += f"xref\n0 {last}\n0000000000 65535 f \n".encode()
    for number in range(1, max(objects) + 1):
        out += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    return bytes(out) + f"trailer\n<< /Size {last} /Root {root} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(content: bytes, extra: str = "", length: int | None = None) -> bytes:
    """A stream object."""
    told = len(content) if length is None else length
    return f"<< /Length {told} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def one_page(**changes: str | bytes) -> dict[int, str | bytes]:
    """The objects of a sound PDF of one page; `changes` replace some: catalog, pages, page, contents, font."""
    parts: dict[str, str | bytes] = {
        "catalog": "<< /Type /Catalog /Pages 2 0 R >>",
        "pages": "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "page": PAGE,
        "contents": stream(WORDS),
        "font": FONT,
    } | changes
    return dict(enumerate(parts.values(), start=1))


def catalog(extra: str) -> dict[int, str | bytes]:
    """A sound PDF whose catalogue asks for something as well."""
    return one_page(catalog=f"<< /Type /Catalog /Pages 2 0 R {extra} >>")


def actions() -> Iterator[Case]:
    """PDFs that would like to run, open, fetch or send something."""
    asked = {
        "JavaScript when opened": "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "a program when opened": "/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> >>",
        "an address when opened": "/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>",
        "another file when opened": "/OpenAction << /S /GoToR /F (/etc/passwd) /D [0 /Fit] >>",
        "a form to be sent": "/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >> /AcroForm << /Fields [] >>",
        "data of a form read in": "/OpenAction << /S /ImportData /F (/etc/passwd) >>",
        "an XFA form": "/AcroForm << /XFA [(template) 4 0 R] /Fields [] >> /NeedsRendering true",
        "JavaScript by name": "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (while\\(1\\){}) >>] >> >>",
        "actions at every turn": "/AA << /WC << /S /JavaScript /JS (x) >> /WS << /S /Launch /F (sh) >> >>",
        "names that go in circles": "/Names 1 0 R /Outlines 1 0 R /PageLabels 1 0 R /Dests 1 0 R",
        "contents that go in circles": "/Outlines << /First 1 0 R /Last 1 0 R /Next 1 0 R /Count 999999999 >>",
        "a wrong version and language": "/Version /9.9 /Lang 7 /Metadata 2 0 R /StructTreeRoot 1 0 R",
    }
    for what, extra in asked.items():
        yield Case(f"a PDF with {what}", ".pdf", raw(catalog(extra)), ("ready", "damaged", "crashed"), SECRET)
    asks = "/OpenAction << /S /JavaScript /JS (this.exportDataObject\\({nLaunch: 2}\\)) >>"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(raw(catalog(asks))))
    writer.add_attachment("../../../tmp/evil.sh", b"#!/bin/sh\ntouch /tmp/owned\n")
    out = io.BytesIO()
    writer.write(out)
    yield Case("a PDF with an attached program", ".pdf", out.getvalue(), ("ready",))
    outside = stream(b"", "/F (/etc/passwd) /FFilter /FlateDecode")
    yield Case("a PDF whose text is another file", ".pdf", raw(one_page(contents=outside)), (), SECRET)


def shapes() -> Iterator[Case]:
    """PDFs whose parts point at each other in circles, or which claim to be enormous."""
    pages = {
        "claims two thousand million pages": "<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
        "claims less than no pages": "<< /Type /Pages /Kids [3 0 R] /Count -5 >>",
        "claims pages that are not there": "<< /Type /Pages /Kids [9 0 R 10 0 R 11 0 R] /Count 3 >>",
        "is its own page tree": "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        "has one page ten thousand times": f"<< /Type /Pages /Kids [{'3 0 R ' * 10_000}] /Count 10000 >>",
        "has no pages": "<< /Type /Pages /Kids [] /Count 0 >>",
        "has pages that are a number": "17",
    }
    for what, body in pages.items():
        yield Case(f"a PDF that {what}", ".pdf", raw(one_page(pages=body)))
    boxes = ("[0 0 1e30 1e30]", "[0 0 -5 -5]", "[0 0 0 0]", "[0 0 99999999 99999999]", "[(a) /b << >> null]", "[0 0 nan inf]")
    for box in boxes:
        yield Case(f"a PDF with a page of {box}", ".pdf", raw(one_page(page=PAGE.replace("[0 0 300 400]", box))))
    contents = {
        "saves its state a million times": b"q " * 1_000_000,
        "opens brackets without end": b"[" * 300_000,
        "nests dictionaries without end": b"<<" * 300_000,
        "has a number of a million digits": b"9" * 1_000_000 + b" 0 Td",
        "draws itself": b"/X Do",
        "has an endless string": b"BT /F 12 Tf (" + b"(" * 500_000,
        "is no drawing": bytes(range(256)) * 400,
        "shows one word half a million times": b"BT /F 1 Tf " + b"(word) Tj " * 500_000 + b"ET",
    }
    looped = PAGE.replace("/Font <<", "/XObject << /X 6 0 R >> /Font <<")
    for what, body in contents.items():
        objects = one_page(page=looped, contents=stream(body))
        form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
        objects[6] = stream(b"/X Do /X Do", form)
        yield Case(f"a PDF whose page {what}", ".pdf", raw(objects))


def layers() -> bytes:
    """Fifty megabytes of blanks, packed three times over."""
    found = b" " * 50_000_000
    for _ in range(3):
        found = zlib.compress(found, 9)
    return found


def bomb() -> bytes:
    """Four hundred megabytes of text, packed."""
    squeezer = zlib.compressobj(9)
    return b"".join(squeezer.compress(b"BT (a) Tj ET\n" * 80_000) for _ in range(400)) + squeezer.flush()


def streams() -> Iterator[Case]:
    """PDFs whose packed parts are bombs, lie about their length, or are packed in no way."""
    packed = f"/Filter [{'/FlateDecode ' * 3}]"
    yield Case("a PDF packed three times over", ".pdf", lambda: raw(one_page(contents=stream(layers(), packed))))
    yield Case(
        "a PDF whose text unpacks to 400 MB", ".pdf", lambda: raw(one_page(contents=stream(bomb(), "/Filter /FlateDecode")))
    )
    for what, extra in {
        "a thousand packings": f"/Filter [{'/FlateDecode ' * 1_000}]",
        "a packing nobody knows": "/Filter /Sideways",
        "a predictor without sense": "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 99 >>",
        "an LZW of noise": "/Filter /LZWDecode",
        "a fax that is none": "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 999999999 /Rows 999999999 >>",
        "a JBIG2 that is none": "/Filter /JBIG2Decode",
        "a JPEG 2000 that is none": "/Filter /JPXDecode",
        "its own encryption": "/Filter /Crypt /DecodeParms << /Name /Identity >>",
    }.items():
        yield Case(f"a PDF with {what}", ".pdf", raw(one_page(contents=stream(zlib.compress(WORDS), extra))))
    for length in (-1, 0, 2**31, 10**18):
        yield Case(f"a PDF with a part of {length} bytes", ".pdf", raw(one_page(contents=stream(WORDS, length=length))))
    picture = "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
    for width, height in ((100_000, 100_000), (2**31 - 1, 2**31 - 1), (-1, 5), (0, 0)):
        objects = one_page(
            page=PAGE.replace("/Font <<", "/XObject << /X 6 0 R >> /Font <<"), contents=stream(b"300 0 0 300 0 0 cm /X Do")
        )
        objects[6] = stream(zlib.compress(bytes(3000)), f"{picture} /Width {width} /Height {height}")
        yield Case(f"a PDF with a picture of {width} by {height}", ".pdf", raw(objects))


def fonts_and_tables() -> Iterator[Case]:
    """PDFs with fonts, encryption and tables of contents that make no sense."""
    fonts = {
        "draws itself": "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 0 /LastChar 255 "
        "/CharProcs << /a 4 0 R >> /Encoding << /Differences [0 /a] >> /Widths [0] >>",
        "is its own child": "<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] /Encoding /Identity-H /ToUnicode 5 0 R >>",
        "has widths for ever": "<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -99999999 /LastChar 99999999 >>",
        "is a page": "3 0 R",
    }
    for what, font in fonts.items():
        yield Case(f"a PDF whose font {what}", ".pdf", raw(one_page(font=font)))
    locks = {
        "a lock without a key": "/Encrypt << /Filter /Standard /V 5 /R 6 /O () /U () /P -1 >> /ID [(a) (b)]",
        "a lock nobody knows": "/Encrypt << /Filter /Made.Up /V 99 >>",
        "a lock that goes in circles": "/Encrypt 1 0 R",
    }
    for what, trailer in locks.items():
        yield Case(f"a PDF with {what}", ".pdf", raw(one_page(), trailer=trailer), ("encrypted", "damaged", "crashed", "ready"))
    yield Case("a PDF with a password", ".pdf", files.locked_pdf(raw(one_page()), "secret"), ("encrypted",))
    yield Case("a PDF whose table points at itself", ".pdf", raw(one_page(), trailer="/Prev 9 /XRefStm 9"))
    yield Case("a PDF whose table claims to be endless", ".pdf", raw(one_page(), size=2_000_000_000))
    yield Case("a PDF whose root is missing", ".pdf", raw(one_page(), root="77 0 R"))
    yield Case("a PDF of a header alone", ".pdf", b"%PDF-1.7\n")
    yield Case("a PDF after a megabyte of noise", ".pdf", b"\0noise" * 160_000 + raw(one_page()))
    yield Case("a PDF that ends a thousand times", ".pdf", raw(one_page()) + b"\nstartxref\n0\n%%EOF" * 1_000)
    deep = b"<< /A " * 100_000 + b"1" + b" >>" * 100_000
    yield Case(
        "a PDF with a hundred thousand dictionaries in each other", ".pdf", raw({**one_page(), 6: deep}, trailer="/Info 6 0 R")
    )


def pdfs() -> Iterator[Case]:
    """All hostile PDFs."""
    sound = raw(
        {**one_page(), 6: "<< /Title (The panel) /Pages 12 >>", 7: stream(zlib.compress(WORDS * 9), "/Filter /FlateDecode")}
    )
    yield from actions()
    yield from shapes()
    yield from streams()
    yield from fonts_and_tables()
    yield from broken("a PDF", ".pdf", sound, 30)
    yield from shortened("a PDF", ".pdf", sound, 8)
