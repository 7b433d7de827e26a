"""What is put where something else is expected: words, numbers, names, whole bodies. All from one source of chance."""

import random
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote_from_bytes, urlencode

T = TypeVar("T")

WORDS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "9" * 25,
        "9" * 5_000,
        "1e309",
        "NaN",
        "0x10",
        "١٢٣",
        "½",
        "true",
        "null",
        "undefined",
        "[]",
        "{}",
    ),
    *(
        "\0",
        "a\0b",
        "\x01\x1f\x7f",
        "\r\nX-Made-Up: 1",
        "\ufeff",
        "\ufffe\uffff",
        "\u202e",
        "e\u0301" * 300,
        "\N{PILE OF POO}" * 50,
    ),
    *(
        "'",
        '"',
        "';--",
        "' OR 1=1 --",
        "%",
        "_",
        "*",
        '"*" NEAR',
        "(",
        "[",
        "\\",
        "`",
        "$(id)",
        "|id",
        "{{7*7}}",
        "{% x %}",
        "${7*7}",
    ),
    *("<script>alert(1)</script>", "<img src=x onerror=x>", "]]>", "<!--", "&amp;", "javascript:alert(1)", "//elsewhere.example"),
    *("../../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd", "http://127.0.0.1:9/", "=HYPERLINK(1)", "@SUM(1)"),
    *(
        "good",
        "outstanding",
        "nei",
        "na",
        "draft",
        "yes",
        "no",
        "on",
        "supports",
        "weakens",
        "overall",
        "why",
        "analysis",
        "high",
    ),
    *("1.5", "2015-02-30", "31", "02", "0001", "9999", "24:00", "a@b.example", "a@@b", "x" * 300, "x" * 70_000, "word " * 3_000),
)
TYPES = (
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "application/json"),
    *("text/plain", "application/xml", "", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16"),
)
BODIES = (
    *(b"", b"\0" * 500, b"\xff" * 500, b"{", b'{"grade": ["good"]}', b"<x>&y;</x>", b"=&=&==&&", b"%", b"a=%zz&b=%ED%A0%80"),
    *(b"--b", b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", b"--b--\r\n", b"--b\r\n\r\n" * 300),
    b'--b\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\nContent-Type: \xff\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="x.pdf"\r\n\r\n%PDF-1.7\r\n--b',
    b"&".join(b"x%d=1" % n for n in range(3_000)),
)
HEADERS = (
    *(
        ("hx-request", "true"),
        ("hx-request", "true"),
        ("hx-target", "x"),
        ("accept", "application/json"),
        ("accept-language", "\xff"),
    ),
    *(
        ("range", "bytes=5-1"),
        ("if-none-match", '"x"'),
        ("x-forwarded-for", "' OR 1"),
        ("referer", "javascript:x"),
        ("host", "["),
    ),
    *(
        ("cookie", "plumbline=\xff; plumbline=x"),
        ("content-length", "0"),
        ("x-http-method-override", "DELETE"),
        ("user-agent", ""),
    ),
)
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


class Chance:
    """Draws from one seed, so that a run can be had again."""

    def __init__(self, seed: object) -> None:
        self.random = random.Random(str(seed))

    def happens(self, share: float) -> bool:
        """Whether something comes about that does so in this share of cases."""
        return self.random.random() < share

    def one(self, things: Sequence[T]) -> T:
        """One of these."""
        return self.random.choice(things)

    def word(self) -> str:
        """Something that is not expected."""
        if self.happens(0.15):
            return "".join(
                chr(self.random.choice((self.random.randrange(1, 128), self.random.randrange(0xD7FF)))) for _ in range(9)
            )
        return self.one(WORDS)

    def in_address(self) -> str:
        """The same for a piece of an address."""
        if self.happens(0.2):
            return quote_from_bytes(self.random.randbytes(6))
        return quote_from_bytes(self.word()[:300].encode("utf-8", "replace"), safe="")

    def changed(self, fields: list[tuple[str, str]], ids: list[str], names: list[str]) -> list[tuple[str, str]]:
        """The fields of a form with some changed, missing, doubled, added, or holding somebody else's id."""
        found = [pair for pair in fields if not self.happens(0.08)]
        for _ in range(self.random.randrange(4)):
            kind = self.random.randrange(4)
            if kind == 0 and found:
                at = self.random.randrange(len(found))
                found[at] = (found[at][0], self.word())
            elif kind == 1 and found:
                found.append((self.one(found)[0], self.word()))
            elif kind == 2 and found:
                at = self.random.randrange(len(found))
                found[at] = (found[at][0], self.one(ids))
            else:
                found.append((self.one(names) if names else self.word()[:50], self.word()))
        return found

    def body(self, fields: list[tuple[str, str]]) -> tuple[bytes, str]:
        """A body and its type: mostly these fields as a form, sometimes in parts or with a file, sometimes broken."""
        if self.happens(0.08):
            return self.one(BODIES), self.one(TYPES)
        if self.happens(0.15):
            return in_parts(fields, self.happens(0.4)), "multipart/form-data; boundary=b"
        sent = urlencode([(name, value) for name, value in fields], errors="surrogatepass")
        return sent.encode(), "application/x-www-form-urlencoded"


def in_parts(fields: list[tuple[str, str]], with_file: bool) -> bytes:
    """The fields as a form in parts, with a small file where one is wanted."""
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (
            name.replace('"', "%22").replace("\r", "").replace("\n", "").encode("utf-8", "replace"),
            value.encode("utf-8", "replace"),
        )
        for name, value in fields
    ]
    if with_file:
        parts.append(b'--b\r\nContent-Disposition: form-data; name="files"; filename="../a.txt"\r\n\r\nThe panel met.\r\n')
    return b"".join(parts) + b"--b--\r\n"
