"""The addresses of the people of a board, of invitations, and of one's boards."""

from urllib.parse import quote


def people(done: str = "") -> str:
    """Who is on the board, and who is invited. `done` names what was just done."""
    return f"/people?done={done}" if done else "/people"


def permissions() -> str:
    """Who may do what."""
    return "/people/permissions"


def invitation_new() -> str:
    """Inviting somebody."""
    return "/people/invite"


def invitation_renew(invitation_id: str) -> str:
    """Sending an invitation anew, or showing a new link."""
    return f"/people/invitations/{invitation_id}/renew"


def invitation_withdraw(invitation_id: str) -> str:
    """Withdrawing an invitation."""
    return f"/people/invitations/{invitation_id}/withdraw"


def person(account: str, done: str = "") -> str:
    """One person's account on the board. `done` names what was just done."""
    return f"/people/{account}?done={done}" if done else f"/people/{account}"


def person_roles(account: str) -> str:
    """Changing somebody's roles."""
    return f"/people/{account}/roles"


def person_disable(account: str) -> str:
    """Disabling an account on the board."""
    return f"/people/{account}/disable"


def person_enable(account: str) -> str:
    """Enabling it again."""
    return f"/people/{account}/enable"


def person_link(account: str) -> str:
    """Making a one-time sign-in link for somebody."""
    return f"/people/{account}/link"


def person_factor(account: str) -> str:
    """Taking somebody's second factor off."""
    return f"/people/{account}/second-factor"


def invitation(token: str) -> str:
    """Accepting an invitation."""
    return f"/invitations/{quote(token, safe='')}"


def boards() -> str:
    """One's boards, and which one works on."""
    return "/account/boards"
