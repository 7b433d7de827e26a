"""`plumbline account …`: creating accounts, one-time sign-in links, and who has which role."""

from typing import Annotated

import typer

from app.domain.account import Role

accounts = typer.Typer(help="Accounts, their roles and one-time sign-in links.", rich_markup_mode=None, no_args_is_help=True)

ROLES = ", ".join(role.value for role in Role)


@accounts.command()
def create(
    name: Annotated[str, typer.Option(help="Name as it stands on reports.")],
    email: Annotated[str, typer.Option(help="E-mail address; people sign in with it.")],
    board: Annotated[str, typer.Option(help="Board to which the account belongs; made where it is new.")],
    role: Annotated[list[Role], typer.Option(help="What the person may do; may be given several times.")],
    post: Annotated[str, typer.Option(help="Post as it stands on reports.")] = "",
) -> None:
    """Create an account and print a one-time sign-in link for it."""
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.services import account
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    with work(settings.database) as db:
        person = account.create_account(db, board_name=board, name=name, email=email, post=post, roles=frozenset(role))
        token = account.create_link(db, person.email, settings.link_minutes)
    typer.echo(f"{person.name} has an account on {person.board.name}: {_roles(person.roles)}.")
    tell_link(settings.address, token, settings.link_minutes)


@accounts.command()
def link(email: Annotated[str, typer.Argument(help="E-mail address of the account.")]) -> None:
    """Print a one-time sign-in link for an account."""
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.services import account
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    with work(settings.database) as db:
        token = account.create_link(db, email, settings.link_minutes)
    tell_link(settings.address, token, settings.link_minutes)


@accounts.command()
def reset(email: Annotated[str, typer.Argument(help="E-mail address of the account.")]) -> None:
    """Turn off a lost second factor, forget the organisation's account, end all sessions, and print a one-time sign-in link."""
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.services import account
    from app.services.sign_in_factor import reset_sign_in
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    with work(settings.database) as db:
        reset_sign_in(db, email)
        token = account.create_link(db, email, settings.link_minutes)
    typer.echo(f"{email} has no second factor any more and is signed out everywhere.")
    tell_link(settings.address, token, settings.link_minutes)


@accounts.command("list")
def list_accounts() -> None:
    """List every account with its board and roles."""
    from app.cli.serving import check_schema
    from app.data.session import work
    from app.services import account
    from app.settings import get_settings

    settings = get_settings()
    check_schema(settings)
    with work(settings.database, writes=False) as db:
        people = account.list_everybody(db)
    if not people:
        typer.echo("There are no accounts yet. Create one: plumbline account create --help")
    for person in people:
        typer.echo(f"{person.email}\t{person.name}\t{person.board.name}\t{_roles(person.roles)}")


def tell_link(address: str, token: str, minutes: int) -> None:
    """Print a one-time link."""
    typer.echo(f"One-time sign-in link, for {minutes} minutes:\n  {address}/sign-in/link/{token}")


def _roles(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles))
