"""Everything that the main job stores."""

import sqlalchemy as sa
from alembic import op

revision = "0001_main_job"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "board",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(op.f("ix_sign_in_attempt_key"), "sign_in_attempt", ["key"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_audit_event_board_id_board")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_board_id_at", "audit_event", ["board_id", "at"], unique=False)
    op.create_index(op.f("ix_audit_event_review_id"), "audit_event", ["review_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_membership_board_id_board")),
        sa.PrimaryKeyConstraint("account_id", "board_id", "role", name=op.f("pk_membership")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("harm", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("incident", sa.Date(), nullable=True),
        sa.Column("notified", sa.Date(), nullable=True),
        sa.Column("decision", sa.Date(), nullable=True),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("completed", sa.Date(), nullable=True),
        sa.Column("submitted", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_review_board_id_board")),
        sa.ForeignKeyConstraint(["registered_by"], ["account.id"], name=op.f("fk_review_registered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("board_id", "reference", name=op.f("uq_review_board_id_reference")),
    )
    op.create_index("ix_review_board_id_decision", "review", ["board_id", "decision", "reference", "status"], unique=False)
    op.create_index(
        "ix_review_board_id_registered_at", "review", ["board_id", "registered_at", "reference", "status"], unique=False
    )
    op.create_index("ix_review_board_id_status_reference", "review", ["board_id", "status", "reference"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_sign_in_board_id_board")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("id", name=op.f("uq_sign_in_id")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_link_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
    )
    op.create_index(op.f("ix_sign_in_link_account_id"), "sign_in_link", ["account_id"], unique=False)

    op.create_table(
        "appraisal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("instrument_version", sa.String(), nullable=False),
        sa.Column("appraiser_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("place_marker", sa.String(), nullable=False),
        sa.Column("place_document", sa.String(), nullable=False),
        sa.Column("place_page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appraiser_id"], ["account.id"], name=op.f("fk_appraisal_appraiser_id_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_appraisal_board_id_board")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_appraisal_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
    )
    op.create_index(op.f("ix_appraisal_appraiser_id"), "appraisal", ["appraiser_id"], unique=False)
    op.create_index(op.f("ix_appraisal_review_id"), "appraisal", ["review_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reading_since", sa.DateTime(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_document_added_by_account")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_document_board_id_board")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_document_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_review_id"), "document", ["review_id"], unique=False)
    op.create_index("ix_document_review_id_sha256", "document", ["review_id", "sha256"], unique=False)
    op.create_index(op.f("ix_document_status"), "document", ["status"], unique=False)

    op.create_table(
        "review_agency",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("report_expected", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_agency_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "position", name=op.f("pk_review_agency")),
    )
    op.create_table(
        "review_person",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("on_board", sa.Boolean(), nullable=True),
        sa.Column("independent_of_agencies", sa.Boolean(), nullable=True),
        sa.Column("managed_the_case", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_person_review_id_review")),
        sa.PrimaryKeyConstraint("review_id", "position", name=op.f("pk_review_person")),
    )
    op.create_table(
        "appraisal_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_state_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_appraisal_state_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_state")),
    )
    op.create_index(op.f("ix_appraisal_state_appraisal_id"), "appraisal_state", ["appraisal_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_decision_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_decision_by_account")),
        sa.PrimaryKeyConstraint("appraisal_id", "subject", "version", name=op.f("pk_decision")),
    )
    op.create_table(
        "document_outline",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_outline_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_outline")),
    )
    op.create_table(
        "document_page",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("running", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_page_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_page")),
    )
    op.create_table(
        "entry",
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_entry_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_entry_saved_by_account")),
        sa.PrimaryKeyConstraint("appraisal_id", "key", "version", name=op.f("pk_entry")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("bearing", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("runs_on", sa.String(), nullable=False),
        sa.Column("source_kind", sa.String(), nullable=True),
        sa.Column("source_description", sa.String(), nullable=False),
        sa.Column("source_dated", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_evidence_added_by_account")),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_evidence_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_evidence_document_id_document")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_evidence_removed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_appraisal_id"), "evidence", ["appraisal_id"], unique=False)
    op.create_index(op.f("ix_evidence_document_id"), "evidence", ["document_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("appraisal_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("signatory", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.id"], name=op.f("fk_report_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_report_board_id_board")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_report_issued_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_report_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("appraisal_id", "version", name=op.f("uq_report_appraisal_id_version")),
    )
    op.create_index(op.f("ix_report_review_id"), "report", ["review_id"], unique=False)

    op.create_table(
        "report_file",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "format", name=op.f("pk_report_file")),
    )


def downgrade() -> None:

    op.drop_table("report_file")
    op.drop_index(op.f("ix_report_review_id"), table_name="report")

    op.drop_table("report")
    op.drop_index(op.f("ix_evidence_document_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_appraisal_id"), table_name="evidence")

    op.drop_table("evidence")
    op.drop_table("entry")
    op.drop_table("document_page")
    op.drop_table("document_outline")
    op.drop_table("decision")
    op.drop_index(op.f("ix_appraisal_state_appraisal_id"), table_name="appraisal_state")

    op.drop_table("appraisal_state")
    op.drop_table("review_person")
    op.drop_table("review_agency")
    op.drop_index(op.f("ix_document_status"), table_name="document")
    op.drop_index("ix_document_review_id_sha256", table_name="document")
    op.drop_index(op.f("ix_document_review_id"), table_name="document")

    op.drop_table("document")
    op.drop_index(op.f("ix_appraisal_review_id"), table_name="appraisal")
    op.drop_index(op.f("ix_appraisal_appraiser_id"), table_name="appraisal")

    op.drop_table("appraisal")
    op.drop_index(op.f("ix_sign_in_link_account_id"), table_name="sign_in_link")

    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")

    op.drop_table("sign_in")
    op.drop_index("ix_review_board_id_status_reference", table_name="review")
    op.drop_index("ix_review_board_id_registered_at", table_name="review")
    op.drop_index("ix_review_board_id_decision", table_name="review")

    op.drop_table("review")
    op.drop_table("membership")
    op.drop_index(op.f("ix_audit_event_review_id"), table_name="audit_event")
    op.drop_index("ix_audit_event_board_id_at", table_name="audit_event")

    op.drop_table("audit_event")
    op.drop_index(op.f("ix_sign_in_attempt_key"), table_name="sign_in_attempt")

    op.drop_table("sign_in_attempt")
    op.drop_table("board")
    op.drop_table("account")
