"""Measures how heavy the first page is: everything a browser with an empty cache fetches, as it travels."""

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from app.web import urls
from tests.bench.installation import Server
from tests.bench.measure import Measure

LIMIT = 80.0
LINKED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
NAMED = re.compile(r'url\(\s*["\']?([^"\')]+)|@import\s+["\']([^"\']+)')
IMPORTED = re.compile(r'(?:^|;)\s*import\s*(?:[^"\'();]*?\bfrom\s*)?["\']([^"\']+)["\']', re.MULTILINE)


def measure_weight(server: Server, token: str, marker: str) -> list[Measure]:
    """The sign-in page, and the heaviest page for somebody who has never been here."""
    return [
        _weigh(server, "First page load, compressed", urls.sign_in(), ""),
        _weigh(server, "… were it a marker page", marker, token),
    ]


def _weigh(server: Server, name: str, address: str, token: str) -> Measure:
    sizes: dict[str, int] = {}
    outside: list[str] = []
    waiting = [address]
    while waiting:
        path = waiting.pop()
        answer = server.ask("GET", path, token)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        sizes[path] = len(answer.body)
        for link in _links(answer.headers["content-type"], answer.body, answer.headers.get("content-encoding", "")):
            target = urlsplit(urljoin(path, link))
            if target.netloc:
                outside.append(link)
            elif target.scheme == "" and target.geturl() not in sizes and target.geturl() not in waiting:
                waiting.append(target.geturl())
    kilobytes = sum(sizes.values()) / 1000
    note = f"{len(sizes)} requests, {'outside: ' + ', '.join(outside) if outside else 'none of them outside'}"
    return Measure(name, kilobytes if not outside else float("inf"), "KB", LIMIT, 1, note=note)


def _links(kind: str, body: bytes, encoding: str) -> Iterator[str]:
    """What this file has the browser fetch."""
    text = (gzip.decompress(body) if encoding == "gzip" else body).decode("utf-8", "replace")
    patterns = {"text/html": LINKED, "text/css": NAMED, "text/javascript": IMPORTED, "application/javascript": IMPORTED}
    pattern = patterns.get(kind.partition(";")[0])
    for found in pattern.finditer(text) if pattern else ():
        link = next(part for part in found.groups() if part)
        if not link.startswith("data:"):
            yield link
