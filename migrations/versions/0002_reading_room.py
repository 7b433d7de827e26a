"""The reading room: studied papers, versions, pictures, what may identify a person."""

import sqlalchemy as sa
from alembic import op

revision = "0002_reading_room"
down_revision = "0001_main_job"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cue_choice",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_cue_choice_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_cue_choice")),
    )
    op.create_table(
        "identifier_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_identifier_answer_board_id_board")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_identifier_answer_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_identifier_answer_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier_answer")),
    )
    op.create_index("ix_identifier_answer_subject_found", "identifier_answer", ["subject", "found"], unique=False)

    op.create_table(
        "cue_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("cue", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_cue_mark_board_id_board")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_cue_mark_by_account")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_cue_mark_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cue_mark")),
    )
    op.create_index("ix_cue_mark_document_id_cue", "cue_mark", ["document_id", "cue"], unique=False)

    op.create_table(
        "document_cue",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_cue_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_cue")),
    )
    op.create_index(
        "ix_document_cue_document_id_page_position", "document_cue", ["document_id", "page", "position"], unique=False
    )

    op.create_table(
        "document_cue_count",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_cue_count_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "kind", name=op.f("pk_document_cue_count")),
    )
    op.create_table(
        "document_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_paragraph_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_paragraph")),
    )
    op.create_index(op.f("ix_document_paragraph_document_id"), "document_paragraph", ["document_id"], unique=False)

    op.create_table(
        "document_picture",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_picture_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", "page", name=op.f("pk_document_picture")),
    )
    op.create_table(
        "document_profile",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_profile_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_profile")),
    )
    op.create_table(
        "document_study",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("gave_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_study_document_id_document")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_study")),
    )
    op.create_table(
        "evidence_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("runs_on", sa.String(), nullable=False),
        sa.Column("from_picture", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_evidence_move_document_id_document")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_move_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_move")),
    )
    op.create_index(op.f("ix_evidence_move_evidence_id"), "evidence_move", ["evidence_id"], unique=False)

    op.add_column("document", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("document", sa.Column("replaces", sa.String(), nullable=True))
    op.add_column("document", sa.Column("replaced_by", sa.String(), nullable=True))
    op.add_column("document", sa.Column("replaced_at", sa.DateTime(), nullable=True))
    op.add_column("document", sa.Column("studied", sa.String(), server_default="", nullable=False))
    op.add_column("document", sa.Column("pictures", sa.String(), server_default="", nullable=False))
    op.add_column("document", sa.Column("picture_pages", sa.Integer(), server_default="0", nullable=False))
    op.add_column("document", sa.Column("pictures_read", sa.Integer(), server_default="0", nullable=False))
    op.add_column("document", sa.Column("pictures_attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("document", sa.Column("pictures_since", sa.DateTime(), nullable=True))
    op.create_index(op.f("ix_document_pictures"), "document", ["pictures"], unique=False)
    op.create_index(op.f("ix_document_replaces"), "document", ["replaces"], unique=False)

    op.add_column("document_page", sa.Column("from_picture", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("document_page", sa.Column("is_picture", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.add_column("evidence", sa.Column("from_picture", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.add_column("report", sa.Column("left_out", sa.String(), server_default="[]", nullable=False))

    # The index of words over the paragraphs (app/data/full_text.py). Its own tables are not among the tables of the app.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIEW document_words_source AS SELECT document_paragraph.id AS id, document_paragraph.text AS text,"
            " 'b' || document.board_id || ' r' || document.review_id || ' d' || document.id AS scope"
            " FROM document_paragraph JOIN document ON document.id = document_paragraph.document_id"
        )
        op.execute(
            "CREATE VIRTUAL TABLE document_words USING fts5 (text, scope, content='document_words_source',"
            " content_rowid='id', tokenize='porter unicode61')"
        )
        op.execute(
            "CREATE TRIGGER document_words_added AFTER INSERT ON document_paragraph BEGIN"
            " INSERT INTO document_words (rowid, text, scope) SELECT new.id, new.text,"
            " 'b' || document.board_id || ' r' || document.review_id || ' d' || document.id"
            " FROM document WHERE document.id = new.document_id; END"
        )
        op.execute(
            "CREATE TRIGGER document_words_removed AFTER DELETE ON document_paragraph BEGIN"
            " INSERT INTO document_words (document_words, rowid, text, scope) SELECT 'delete', old.id, old.text,"
            " 'b' || document.board_id || ' r' || document.review_id || ' d' || document.id"
            " FROM document WHERE document.id = old.document_id; END"
        )
        op.execute(
            "CREATE TRIGGER document_words_changed AFTER UPDATE ON document_paragraph BEGIN"
            " INSERT INTO document_words (document_words, rowid, text, scope) SELECT 'delete', old.id, old.text,"
            " 'b' || document.board_id || ' r' || document.review_id || ' d' || document.id"
            " FROM document WHERE document.id = old.document_id;"
            " INSERT INTO document_words (rowid, text, scope) SELECT new.id, new.text,"
            " 'b' || document.board_id || ' r' || document.review_id || ' d' || document.id"
            " FROM document WHERE document.id = new.document_id; END"
        )
    else:
        op.execute(
            "ALTER TABLE document_paragraph ADD COLUMN indexed_words tsvector"
            " GENERATED ALWAYS AS (to_tsvector('english', text)) STORED"
        )
        op.execute("CREATE INDEX ix_document_paragraph_indexed_words ON document_paragraph USING gin (indexed_words)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER document_words_{name}")
        op.execute("DROP TABLE document_words")
        op.execute("DROP VIEW document_words_source")
    else:
        op.execute("DROP INDEX ix_document_paragraph_indexed_words")
        op.execute("ALTER TABLE document_paragraph DROP COLUMN indexed_words")

    op.drop_column("report", "left_out")

    op.drop_column("evidence", "from_picture")

    op.drop_column("document_page", "is_picture")
    op.drop_column("document_page", "from_picture")

    op.drop_index(op.f("ix_document_replaces"), table_name="document")
    op.drop_index(op.f("ix_document_pictures"), table_name="document")
    op.drop_column("document", "pictures_since")
    op.drop_column("document", "pictures_attempts")
    op.drop_column("document", "pictures_read")
    op.drop_column("document", "picture_pages")
    op.drop_column("document", "pictures")
    op.drop_column("document", "studied")
    op.drop_column("document", "replaced_at")
    op.drop_column("document", "replaced_by")
    op.drop_column("document", "replaces")
    op.drop_column("document", "version")

    op.drop_index(op.f("ix_evidence_move_evidence_id"), table_name="evidence_move")

    op.drop_table("evidence_move")
    op.drop_table("document_study")
    op.drop_table("document_profile")
    op.drop_table("document_picture")
    op.drop_index(op.f("ix_document_paragraph_document_id"), table_name="document_paragraph")

    op.drop_table("document_paragraph")
    op.drop_table("document_cue_count")
    op.drop_index("ix_document_cue_document_id_page_position", table_name="document_cue")

    op.drop_table("document_cue")
    op.drop_index("ix_cue_mark_document_id_cue", table_name="cue_mark")

    op.drop_table("cue_mark")
    op.drop_index("ix_identifier_answer_subject_found", table_name="identifier_answer")

    op.drop_table("identifier_answer")
    op.drop_table("cue_choice")
