"""Hostile Word files and OpenDocument texts: bombs, entities, links, macros, and text without end."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial

from tests import files
from tests.hostile.case import Case
from tests.hostile.changes import broken, shortened

SECRET = "root:x:0"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
MANY = " ".join(f'a{n}="1"' for n in range(100_000))
SOUND = "<w:p><w:r><w:t>The panel met eight times.</w:t></w:r></w:p>"

DOCTYPES = {
    "a thousand million laughs": f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>|&l9;',
    "a file of the machine": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>|&x;',
    "a file by a parameter": '<!DOCTYPE d [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>|',
    "an address on the machine": '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>|&x;',
    "a definition from elsewhere": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">|',
    "one entity a hundred thousand times": f'<!DOCTYPE d [<!ENTITY x "{"x" * 1000}">]>|{"&x;" * 100_000}',
    "an entity in itself": '<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]>|&a;',
}


def entities() -> Iterator[Case]:
    """Definitions that multiply, or fetch what is none of the file's business, in every part that is read."""
    for what, said in DOCTYPES.items():
        doctype, use = said.split("|")
        # Without a use of it a definition does nothing, as long as nobody fetches it.
        must = ("damaged", "crashed") if use else ("damaged", "crashed", "empty")
        word = f"{doctype}<w:document {files.W}><w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p></w:body></w:document>"
        yield Case(f"Word with {what}", ".docx", word_parts({"word/document.xml": word}), must, SECRET)
        content = (
            f"{doctype}<office:document-content {files.ODT}><office:body><office:text><text:p>{use}</text:p></office:text>"
            "</office:body></office:document-content>"
        )
        yield Case(f"OpenDocument with {what}", ".odt", open_parts(content), must, SECRET)
    for part in ("styles", "numbering", "footnotes", "comments", "settings", "header1"):
        doctype, use = DOCTYPES["a file of the machine"].split("|")
        poisoned = f"{doctype}<w:{part} {files.W}>{use}</w:{part}>"
        made = files.word_of(f"{SOUND}<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>", **{part: poisoned})
        yield Case(f"Word with a file of the machine in its {part}", ".docx", made, (), SECRET)


def word_parts(parts: dict[str, str | bytes]) -> bytes:
    """A Word file of these parts."""
    return files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "word/document.xml": "", **parts})


def open_parts(content: str, **parts: str | bytes) -> bytes:
    """An OpenDocument text with this content."""
    return files.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def bombs() -> Iterator[Case]:
    """Small files that are large inside."""
    yield Case("Word that unpacks to 3 GB", ".docx", lambda: files.bomb(3), ("too-large", "damaged", "crashed"))
    yield Case("Word that lies about its size", ".docx", files.lying_bomb, ("too-large", "damaged", "crashed"))
    yield Case(
        "OpenDocument that unpacks to 300 MB", ".odt", lambda: open_parts(" " * 300_000_000), ("too-large", "damaged", "crashed")
    )
    yield Case("archives in archives in archives", ".docx", nested, ("wrong-type", "damaged"))
    many = {f"word/media/{n}.xml": "" for n in range(20_000)}
    yield Case("Word of twenty thousand parts", ".docx", lambda: word_parts(many))
    yield Case("Word with its middle overwritten", ".docx", files.scrambled(files.word_of(SOUND)), ("damaged", "crashed"))
    yield Case("OpenDocument with its middle overwritten", ".odt", files.scrambled(files.open_text("<text:p>x</text:p>")))


def nested() -> bytes:
    """Archives in archives, ten in each, which unpack to 200 GB."""
    inner = files.archive({"a.xml": " " * 20_000_000})
    for _ in range(4):
        inner = files.archive({f"{n}.zip": inner for n in range(10)})
    return inner


def undated(content: bytes) -> bytes:
    """The same archive with one date in it, so that it is the same file every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def names() -> Iterator[Case]:
    """Archives whose parts are named to be written somewhere else."""
    for name in (
        "../../../../tmp/owned",
        "/tmp/owned",
        "..\\..\\owned",
        "C:\\owned",
        "word/\0owned",
        "word/" + "a" * 5_000,
        "~/.bashrc",
        "con.xml",
    ):
        made = word_parts({"word/document.xml": document(SOUND), name: "owned"})
        yield Case(f"Word with a part called {name[:30]!r}", ".docx", made)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", files.CONTENT_TYPES)
        link = zipfile.ZipInfo("word/document.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    yield Case("Word whose text is a link to a file", ".docx", out.getvalue(), ("damaged", "crashed", "empty", "no-text"), SECRET)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("[Content_Types].xml", files.CONTENT_TYPES)
        for text in ("one", "two", "three"):
            archive.writestr("word/document.xml", document(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
    yield Case("Word with three texts of one name", ".docx", out.getvalue())


def document(body: str) -> str:
    """The main part of a Word file."""
    return f'<?xml version="1.0"?><w:document {files.W}><w:body>{body}</w:body></w:document>'


def asking() -> Iterator[Case]:
    """Files with macros, links to templates, embedded programs and fields that would run something."""
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{links}/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{links}/footnotes" Target="../../../../etc/passwd"/>'
        f'<Relationship Id="r3" Type="{links}/image" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    sound = document(SOUND)
    macro = files.archive(
        {
            "[Content_Types].xml": files.CONTENT_TYPES,
            "word/document.xml": sound,
            "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(900),
        }
    )
    yield Case("Word with macros", ".docm", macro, ("ready",))
    yield Case(
        "Word with links to elsewhere",
        ".docx",
        word_parts({"word/document.xml": sound, "word/_rels/document.xml.rels": relations}),
        ("ready", "damaged", "crashed"),
        SECRET,
    )
    for what, run in {
        "a field that runs a program": '<w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"</w:instrText>',
        "a field that fetches": '<w:instrText>INCLUDETEXT "file:///etc/passwd"</w:instrText>',
        "an embedded object": '<w:object><x:OLEObject xmlns:x="urn:x" ProgID="Package"/></w:object>',
        "a piece of another file": '<w:altChunk xmlns:r="x" r:id="r2"/>',
    }.items():
        yield Case(f"Word with {what}", ".docx", files.word_of(f"{SOUND}<w:p><w:r>{run}</w:r></w:p>"), ("ready",), SECRET)
    basic = files.open_text("<text:p>The panel met.</text:p>", **{"Basic/Standard/Module1.xml": '<x>Sub Main: Shell("sh")</x>'})
    yield Case("OpenDocument with macros", ".odt", basic, ("ready",))
    lock = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    locked = open_parts(
        "\x8a\x01",
        **{"META-INF/manifest.xml": lock},
    )
    yield Case("OpenDocument with a password", ".odt", locked, ("encrypted", "damaged"))


def endless() -> Iterator[Case]:
    """Text that nests or repeats without end, or counts to a billion."""
    deep = 30_000
    table = "<w:tbl><w:tr><w:tc>"
    wide = '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
    numbers = '<w:pPr><w:numPr><w:ilvl w:val="-9999999999"/><w:numId w:val="x"/></w:numPr></w:pPr>'
    bodies = {
        "paragraphs in each other": "<w:p>" * deep + "</w:p>" * deep,
        "tables in each other": table * deep + SOUND + "</w:tc></w:tr></w:tbl>" * deep,
        "a million empty paragraphs": "<w:p/>" * 1_000_000,
        "a row that spans a billion": f"{table}{wide}{SOUND}</w:tc></w:tr></w:tbl>",
        "a name of a megabyte": f"<w:p><w:r><w:{'t' * 1_000_000}/></w:r></w:p>",
        "an attribute of ten megabytes": f'<w:p w:x="{"x" * 10_000_000}"/>{SOUND}',
        "a hundred thousand attributes": f"<w:p {MANY}/>{SOUND}",
        "one word of five megabytes": f"<w:p><w:r><w:t>{'x' * 5_000_000}</w:t></w:r></w:p>",
        "characters XML does not know": "<w:p><w:r><w:t>&#0;&#x1F;&#xFFFE;&#xD800;</w:t></w:r></w:p>",
        "numbers that are none": f"<w:p>{numbers}</w:p>{SOUND}",
        "notes that are not there": '<w:p><w:r><w:footnoteReference w:id="99999999999999999999"/></w:r></w:p>' + SOUND,
    }
    for what, body in bodies.items():
        yield Case(f"Word with {what}", ".docx", partial(files.word_of, body))
    style = '<w:style w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    circle = f"<w:styles {files.W}>{style.format('a', 'b')}{style.format('b', 'a')}</w:styles>"
    yield Case(
        "Word whose styles go in circles",
        ".docx",
        files.word_of(f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>{SOUND}', styles=circle),
    )
    rows, columns = 'table:number-rows-repeated="999999999"', 'table:number-columns-repeated="999999999"'
    texts = {
        "a billion spaces": '<text:p>x<text:s text:c="999999999"/>x</text:p>',
        "fewer than no spaces": '<text:p>x<text:s text:c="-5"/><text:s text:c="x"/>x</text:p>',
        "a row a billion times": (
            f"<table:table><table:table-row {rows}><table:table-cell {columns}><text:p>x</text:p></table:table-cell>"
            "</table:table-row></table:table>"
        ),
        "sections in each other": "<text:section>" * deep + "<text:p>x</text:p>" + "</text:section>" * deep,
        "lists in each other": "<text:list><text:list-item>" * deep + "</text:list-item></text:list>" * deep,
        "a level of a billion": '<text:h text:outline-level="999999999999">x</text:h>',
    }
    for what, body in texts.items():
        yield Case(f"OpenDocument with {what}", ".odt", files.open_text(body))
    for encoding in ("utf-16", "utf-32", "utf-7", "cp037", "shift_jis"):
        body = f'<?xml version="1.0" encoding="{encoding}"?><w:document {files.W}><w:body>{SOUND}</w:body></w:document>'
        yield Case(f"Word in {encoding}", ".docx", word_parts({"word/document.xml": body.encode(encoding)}))


def archives() -> Iterator[Case]:
    """All hostile Word files and OpenDocument texts."""
    word = undated(files.word_of(SOUND * 30))
    text = undated(files.open_text("<text:p>The panel met eight times.</text:p>" * 30))
    yield from entities()
    yield from bombs()
    yield from names()
    yield from asking()
    yield from endless()
    yield from broken("Word", ".docx", word, 24)
    yield from shortened("Word", ".docx", word, 6)
    yield from broken("OpenDocument", ".odt", text, 18)
    yield from shortened("OpenDocument", ".odt", text, 5)
