"""Which papers of a review are versions of one another, and which of them is in force. Not how their texts differ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.domain.document import Document


@dataclass(frozen=True)
class Versions:
    """One paper of the review: the version in force, the earlier ones (newest first), and the one that waits to be read or
    could not be read, if there is one, which is not in force.
    """

    current: Document
    earlier: tuple[Document, ...] = ()
    coming: tuple[Document, ...] = ()

    @property
    def count(self) -> int:
        """How many versions have been in force."""
        return 1 + len(self.earlier)


def is_in_force(paper: Document, papers: Sequence[Document]) -> bool:
    """Whether the paper is a first version or has taken the place of the one that it replaces, and none has taken its own."""
    return not paper.replaced_by and not is_coming(paper, papers)


def is_coming(paper: Document, papers: Sequence[Document]) -> bool:
    """Whether the paper is a newer version that has not taken the place of the older one (yet)."""
    older = next((one for one in papers if one.id == paper.replaces), None)
    return older is not None and older.replaced_by != paper.id


def group_versions(papers: Sequence[Document]) -> tuple[Versions, ...]:
    """The papers of one review, each once, in the order of their first versions. Every paper is in exactly one group."""
    by_id = {paper.id: paper for paper in papers}
    firsts = [paper for paper in papers if paper.replaces not in by_id]
    groups = []
    for first in firsts:
        chain = [first]
        while (following := by_id.get(chain[-1].replaced_by)) and following not in chain:
            chain.append(following)
        ids = {paper.id for paper in chain}
        coming = tuple(paper for paper in papers if paper.replaces in ids and paper.id not in ids)
        groups.append(Versions(chain[-1], tuple(reversed(chain[:-1])), coming))
    return tuple(groups)


def as_cited(papers: Sequence[Document], cited: Collection[str]) -> tuple[Document, ...]:
    """The papers as a report lists them: those in force and the older ones that it cites (`cited`: ids), each with its version in
    its title where there is more than one.
    """
    listed = (paper for paper in papers if paper.id in cited or is_in_force(paper, papers))
    return tuple(replace(paper, title=paper.name) for paper in listed)


def newest_version(paper: Document, papers: Sequence[Document]) -> Document:
    """The version in force of the paper of which this is a version."""
    for group in group_versions(papers):
        if paper in (group.current, *group.earlier, *group.coming):
            return group.current
    return paper


def waiting_version(paper: Document, papers: Sequence[Document]) -> Document | None:
    """The newer version of this paper that is about to be read, off its pictures perhaps, if there is one."""
    coming = (one for one in papers if one.replaces == paper.id)
    return next((one for one in coming if not one.status.is_final or one.pictures.is_under_way), None)
