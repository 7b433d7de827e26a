"""Several appraisers: teams, rounds, consensus, a second factor, a trail that can be verified."""

import sqlalchemy as sa
from alembic import op

revision = "0003_several_appraisers"
down_revision = "0002_reading_room"
branch_labels = None
depends_on = None


def upgrade() -> None:
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

    op.add_column("appraisal", sa.Column("kind", sa.String(), server_default="independent", nullable=False))

    op.add_column("appraisal_state", sa.Column("reason", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("appraisal_state", "reason")

    op.drop_column("appraisal", "kind")

    op.drop_index(op.f("ix_team_member_review_id"), table_name="team_member")
    op.drop_index(op.f("ix_team_member_person_id"), table_name="team_member")

    op.drop_table("team_member")
    op.drop_index(op.f("ix_round_step_review_id"), table_name="round_step")

    op.drop_table("round_step")
    op.drop_table("round_settings")
    op.drop_index(op.f("ix_declaration_review_id"), table_name="declaration")
    op.drop_index(op.f("ix_declaration_person_id"), table_name="declaration")

    op.drop_table("declaration")
