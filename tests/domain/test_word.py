"""Words and their stems."""

import pytest

from app.domain.word import plain_words, stem, words_in

STEMS = {
    "caress": ("caress", "caresses"), "poni": ("pony", "ponies"), "ti": ("ties",), "cat": ("cat", "cats"), "feed": ("feed",),
    "agre": ("agreed",), "plaster": ("plastered",), "bled": ("bled",), "motor": ("motoring",), "sing": ("sing",),
    "conflat": ("conflated",), "troubl": ("troubled",), "size": ("sized",), "hop": ("hopping",), "tan": ("tanned",),
    "fall": ("falling",), "hiss": ("hissing",), "fizz": ("fizzed",), "fail": ("failing",), "file": ("filing",),
    "happi": ("happy",), "sky": ("sky",), "relat": ("relational",), "condit": ("conditional",), "ration": ("rational",),
    "digit": ("digitizer",), "conform": ("conformably",), "radic": ("radically",), "differ": ("differently",),
    "vile": ("vilely",), "analog": ("analogously",), "vietnam": ("vietnamization",), "predic": ("predication",),
    "oper": ("operator",), "feudal": ("feudalism",), "decis": ("decisiveness",), "hope": ("hopefulness", "hopeful"),
    "callous": ("callousness",), "formal": ("formality", "formalize"), "sensit": ("sensitivity",), "sensibl": ("sensibility",),
    "triplic": ("triplicate",), "form": ("formative",), "electr": ("electricity", "electrical"), "good": ("goodness",),
    "reviv": ("revival",), "allow": ("allowance",), "infer": ("inference",), "airlin": ("airliner",),
    "adjust": ("adjustable", "adjustment"), "defens": ("defensible",), "irrit": ("irritant",), "replac": ("replacement",),
    "depend": ("dependent",), "adopt": ("adoption",), "probat": ("probate",), "rate": ("rate",), "ceas": ("cease",),
    "control": ("controlling",), "roll": ("rolling",), "neglect": ("neglect", "neglected", "neglecting", "Neglects"),
    "cafe": ("Café",), "2016": ("2016",), "wx": ("WX",), "a": ("a",),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "words"), STEMS.items())
def test_stems_are_porters(expected: str, words: tuple[str, ...]) -> None:
    assert {stem(word) for word in words} == {expected}


def test_words_are_found_with_their_places() -> None:
    text = "The child’s sign-off, 2016."
    found = words_in(text)
    assert [text[word.start : word.end] for word in found] == ["The", "child", "s", "sign", "off", "2016"]
    assert plain_words(text) == ("The", "child", "s", "sign", "off", "2016")
