"""What a person said of a marker stays as it was, and who must have a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0004_one_round"
down_revision = "0003_several_appraisers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_version",
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bearing", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_evidence_version_by_account")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_version_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("evidence_id", "version", name=op.f("pk_evidence_version")),
    )


def downgrade() -> None:
    op.drop_table("evidence_version")
