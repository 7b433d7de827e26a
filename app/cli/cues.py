"""The command `plumbline cues`: the cues in a paper, or the kinds of cue in sentences that come in line by line."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.domain.cue import Cue
from app.domain.document import Page

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def cues(
    file: Annotated[Path | None, typer.Argument(help="A PDF, a Word or OpenDocument file, or plain text.")] = None,
    as_json: AsJson = False,
    lines: Annotated[
        bool,
        typer.Option("--lines", help="Read one sentence per line from standard input and write a JSON list of kinds for each."),
    ] = False,
) -> None:
    """Find wording in a paper that a reader should look at, such as hindsight and judgement without a reason."""
    from app.cli.commands import refuse

    if lines == (file is not None):
        refuse("Give either a file, or --lines to read sentences from standard input.")
    if file is None:
        _print_kinds()
    else:
        _print_cues(file, as_json=as_json)


def _print_cues(file: Path, *, as_json: bool) -> None:
    from app.cli.commands import check_file, refuse, tell_pictures
    from app.domain.cues import find_cues
    from app.domain.document import ReadingStatus
    from app.outside.cue_patterns import find_cue_patterns
    from app.outside.picture_reader import read_with_pictures
    from app.services.document_read import limits_of
    from app.settings import get_settings

    check_file(file)
    settings = get_settings()
    patterns = find_cue_patterns(settings.markers_dir)
    reading = read_with_pictures(file, settings.tesseract, limits_of(settings), tell_pictures)
    if reading.status is not ReadingStatus.READY:
        refuse(reading.sentence)
    found = find_cues(reading.pages, patterns)
    if as_json:
        typer.echo(json.dumps([as_dict(cue) for cue in found], ensure_ascii=False))
    else:
        typer.echo("\n".join(in_words(found, reading.pages)))


def as_dict(cue: Cue) -> dict[str, object]:
    """A cue as `--json` prints it."""
    return {
        "page": cue.page,
        "start": cue.start,
        "end": cue.end,
        "kind": cue.kind.value,
        "text": cue.text,
        "sentence": cue.sentence,
    }


def in_words(found: Iterable[Cue], pages: Iterable[Page]) -> Iterator[str]:
    """Each cue with its place, its kind and the sentence around it."""
    by_number = {page.number: page for page in pages}
    count = 0
    for cue in found:
        count += 1
        place = by_number[cue.page].place_at(cue.start)
        yield f"{place[:1].upper()}{place[1:]} · {cue.kind.label}: “{' '.join(cue.text.split())}”\n    {cue.sentence}\n"
    told = {0: "No cues were found.", 1: "1 cue. It points and decides nothing: read the sentence where it stands."}
    yield told.get(count, f"{count} cues. They point and decide nothing: read each sentence where it stands.")


def _print_kinds() -> None:
    """One JSON list for each line that comes in, as soon as it comes; an empty one for a blank line."""
    from app.domain.cues import kinds_in
    from app.outside.cue_patterns import find_cue_patterns
    from app.settings import get_settings

    patterns = find_cue_patterns(get_settings().markers_dir)
    try:
        for raw in sys.stdin.buffer:
            sentence = raw.decode("utf-8", errors="replace").removeprefix("\ufeff")
            kinds = [kind.value for kind in kinds_in(sentence, patterns)]
            sys.stdout.write(json.dumps(kinds) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answers has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
