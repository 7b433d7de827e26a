"""Several appraisers: teams, rounds, consensus, a second factor, a trail that can be verified."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003_several_appraisers"
down_revision = "0002_reading_room"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_start",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.Column("resume", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_provider_start")),
    )
    op.create_index(op.f("ix_provider_start_expires_at"), "provider_start", ["expires_at"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["account.id"], name=op.f("fk_invitation_accepted_by_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_invitation_board_id_board")),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by_account")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_invitation_withdrawn_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_board_id"), "invitation", ["board_id"], unique=False)
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_letter_asked_by_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_letter_board_id_board")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_board_id"), "letter", ["board_id"], unique=False)
    op.create_index(op.f("ix_letter_next_at"), "letter", ["next_at"], unique=False)
    op.create_index(op.f("ix_letter_subject_id"), "letter", ["subject_id"], unique=False)

    op.create_table(
        "pending_sign_in",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pending_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_pending_sign_in")),
    )
    op.create_index(op.f("ix_pending_sign_in_account_id"), "pending_sign_in", ["account_id"], unique=False)

    op.create_table(
        "provider_identity",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_provider_identity_account_id_account")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_provider_identity_account_id_issuer")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("interests", sa.String(), nullable=False),
        sa.Column("takes_part", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_declaration_person_id_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_declaration_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_person_id"), "declaration", ["person_id"], unique=False)
    op.create_index(op.f("ix_declaration_review_id"), "declaration", ["review_id"], unique=False)

    op.create_table(
        "discussion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_discussion_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_discussion_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
    )
    op.create_index(op.f("ix_discussion_review_id"), "discussion", ["review_id"], unique=False)

    op.create_table(
        "outcome_opening",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_outcome_opening_person_id_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_outcome_opening_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "person_id", name=op.f("pk_outcome_opening")),
    )
    op.create_table(
        "round_settings",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("masked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("outcome_held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("process_stages", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_round_settings_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_round_settings_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "version", name=op.f("pk_round_settings")),
    )
    op.create_table(
        "round_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("markers", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_round_step_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_round_step_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_step")),
    )
    op.create_index(op.f("ix_round_step_review_id"), "round_step", ["review_id"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("mask", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_team_member_added_by_account")),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_team_member_person_id_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_team_member_review_id_review")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f("fk_team_member_withdrawn_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("review_id", "person_id", "part", name=op.f("uq_team_member_review_id_person_id_part")),
    )
    op.create_index(op.f("ix_team_member_person_id"), "team_member", ["person_id"], unique=False)
    op.create_index(op.f("ix_team_member_review_id"), "team_member", ["review_id"], unique=False)

    op.create_table(
        "outcome_pages",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_outcome_pages_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "first", name=op.f("pk_outcome_pages")),
    )
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("excuse", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_sign_off_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_sign_off_by_account")),
        sa.ForeignKeyConstraint(["person_id"], ["account.id"], name=op.f("fk_sign_off_person_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    op.create_index(op.f("ix_sign_off_appraisal_id"), "sign_off", ["appraisal_id"], unique=False)

    op.add_column("appraisal", sa.Column("kind", sa.String(), server_default="independent", nullable=False))

    op.add_column("appraisal_state", sa.Column("reason", sa.String(), server_default="", nullable=False))

    op.add_column("audit_event", sa.Column("previous", sa.String(), server_default="", nullable=False))
    op.add_column("audit_event", sa.Column("hash", sa.String(), server_default="", nullable=False))

    op.add_column("document", sa.Column("tells_outcome", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.add_column("membership", sa.Column("closed_at", sa.DateTime(), nullable=True))

    op.add_column("sign_in", sa.Column("method", sa.String(), server_default="", nullable=False))
    op.add_column("sign_in", sa.Column("idle_minutes", sa.Integer(), server_default="0", nullable=False))
    chain_earlier_rows()
    refuse_changes_of_the_trail()


def downgrade() -> None:
    allow_changes_of_the_trail()
    op.drop_column("sign_in", "idle_minutes")
    op.drop_column("sign_in", "method")

    op.drop_column("membership", "closed_at")

    op.drop_column("document", "tells_outcome")

    op.drop_column("audit_event", "hash")
    op.drop_column("audit_event", "previous")

    op.drop_column("appraisal_state", "reason")

    op.drop_column("appraisal", "kind")

    op.drop_index(op.f("ix_sign_off_appraisal_id"), table_name="sign_off")

    op.drop_table("sign_off")
    op.drop_table("outcome_pages")
    op.drop_index(op.f("ix_team_member_review_id"), table_name="team_member")
    op.drop_index(op.f("ix_team_member_person_id"), table_name="team_member")

    op.drop_table("team_member")
    op.drop_index(op.f("ix_round_step_review_id"), table_name="round_step")

    op.drop_table("round_step")
    op.drop_table("round_settings")
    op.drop_table("outcome_opening")
    op.drop_index(op.f("ix_discussion_review_id"), table_name="discussion")

    op.drop_table("discussion")
    op.drop_index(op.f("ix_declaration_review_id"), table_name="declaration")
    op.drop_index(op.f("ix_declaration_person_id"), table_name="declaration")

    op.drop_table("declaration")
    op.drop_table("second_factor")
    op.drop_table("recovery_code")
    op.drop_table("provider_identity")
    op.drop_index(op.f("ix_pending_sign_in_account_id"), table_name="pending_sign_in")

    op.drop_table("pending_sign_in")
    op.drop_index(op.f("ix_letter_subject_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_next_at"), table_name="letter")
    op.drop_index(op.f("ix_letter_board_id"), table_name="letter")

    op.drop_table("letter")
    op.drop_index(op.f("ix_invitation_email"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_board_id"), table_name="invitation")

    op.drop_table("invitation")
    op.drop_index(op.f("ix_provider_start_expires_at"), table_name="provider_start")

    op.drop_table("provider_start")


# What the trail says when somebody tries. docs/trail.md describes the format; the texts here stay as they were released.
ONLY_ADDED = "The trail is only added to: its rows are never changed or removed."
FIELDS = ("number", "at", "board", "actor", "actor_name", "action", "subject_kind", "subject", "review", "detail", "previous")
TRAIL = sa.table(
    "audit_event",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime),
    *(sa.column(name, sa.String) for name in ("board_id", "actor_id", "actor_name", "action", "subject_kind")),
    *(sa.column(name, sa.String) for name in ("subject_id", "review_id", "detail", "previous", "hash")),
)
IN_ORDER = [TRAIL.c[name] for name in ("id", "at", "board_id", "actor_id", "actor_name", "action", "subject_kind")]
IN_ORDER += [TRAIL.c[name] for name in ("subject_id", "review_id", "detail")]
BATCH = 2000


def chain_earlier_rows() -> None:
    """Give every row that stands already its place in the chain, and end with a row that says so."""
    connection = op.get_bind()
    seal = (
        TRAIL.update().where(TRAIL.c.id == sa.bindparam("number")).values(previous=sa.bindparam("was"), hash=sa.bindparam("now"))
    )
    last, count, previous = 0, 0, ""
    while rows := connection.execute(sa.select(*IN_ORDER).where(TRAIL.c.id > last).order_by(TRAIL.c.id).limit(BATCH)).all():
        sealed = []
        for row in rows:
            found = hash_of(tuple(row), previous)
            sealed.append({"number": row.id, "was": previous, "now": found})
            previous = found
        connection.execute(seal, sealed)
        last, count = rows[-1].id, count + len(rows)
    if not count:
        return
    at, told = datetime.now(UTC).replace(tzinfo=None), f"{count} earlier rows"
    mark = (last + 1, at, None, None, "Plumbline", "trail chained", "trail", str(last), None, told)
    names = [column.name for column in IN_ORDER]
    connection.execute(
        TRAIL.insert(), dict(zip(names, mark, strict=True)) | {"previous": previous, "hash": hash_of(mark, previous)}
    )


def hash_of(values: tuple[Any, ...], previous: str) -> str:
    """The hash of a row, whose values come in the order of FIELDS, and of the hash before it."""
    number, at, *rest = values
    written = (number, f"{at.isoformat(timespec='microseconds')}Z", *rest, previous)
    text = json.dumps(dict(zip(FIELDS, written, strict=True)), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_changes_of_the_trail() -> None:
    """Triggers in the database itself. They hold for every program, but not against an owner who drops them."""
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END"
        for name, doing in (("change", "UPDATE"), ("removal", "DELETE")):
            op.execute(f"CREATE TRIGGER audit_event_no_{name} BEFORE {doing} ON audit_event {refuse}")
        # INSERT OR REPLACE removes a row without the trigger above.
        there = "WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id)"
        op.execute(f"CREATE TRIGGER audit_event_no_replacement BEFORE INSERT ON audit_event {there} {refuse}")
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_the_trail() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{ONLY_ADDED}'; END $$"
    )
    for name, doing, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncation", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{name} BEFORE {doing} ON audit_event"
            f" FOR EACH {each} EXECUTE FUNCTION refuse_change_of_the_trail()"
        )


def allow_changes_of_the_trail() -> None:
    """Take the triggers away, on the way back to the schema before."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("change", "removal", "replacement"):
            op.execute(f"DROP TRIGGER audit_event_no_{name}")
        return
    for name in ("change", "truncation"):
        op.execute(f"DROP TRIGGER audit_event_no_{name} ON audit_event")
    op.execute("DROP FUNCTION refuse_change_of_the_trail()")
