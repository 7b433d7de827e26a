"""Exceptions that carry the sentence a person will read. Not for programming mistakes."""


class PlumblineError(Exception):
    """Something a person can act on. `sentence` says what happened and what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFoundError(PlumblineError):
    """The thing does not exist, or belongs to another board: the two are never told apart."""

    def __init__(self, sentence: str = "We could not find that page.") -> None:
        super().__init__(sentence)


class NotAllowedError(PlumblineError):
    """The person may see the thing but may not do this to it now. `deed` is the row of the policy that says so, if one does."""

    def __init__(self, sentence: str, deed: str = "") -> None:
        super().__init__(sentence)
        self.deed = deed


class DeclarationNeededError(NotAllowedError):
    """Whoever is on the team of this review declares their interests before their first look at it."""

    def __init__(self, review: str) -> None:
        super().__init__(
            "Before you look at this review, declare your interests in it. What was asked for was not done. "
            "Open the list of reviews in another tab, choose this review, declare, and then try again here."
        )
        self.review = review


class InvalidError(PlumblineError):
    """What was typed cannot be taken. `field` names the form field, `""` the form as a whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class InvalidFieldsError(PlumblineError):
    """Several fields cannot be taken at once. `fields` maps field name to sentence, in form order."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("There is a problem with what was entered.")
        self.fields = fields


class ConflictError(PlumblineError):
    """Somebody, perhaps in another tab, saved something newer. Both texts are kept for the person to choose."""

    def __init__(self, sentence: str, theirs: str, yours: str, newest: int) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours
        self.newest = newest


class BusyError(PlumblineError):
    """Others kept the database busy for too long. Nothing was done."""


class StorageFullError(PlumblineError):
    """The disk has no room. Nothing was half-stored."""
