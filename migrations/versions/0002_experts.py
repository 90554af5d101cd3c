"""experts

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import forum.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expert_codes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_codes_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "code", name=op.f("pk_expert_codes")),
    )
    with op.batch_alter_table("expert_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_codes_code"), ["code"], unique=False)

    op.create_table(
        "expert_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("verified", sa.String(length=200), nullable=False),
        sa.Column("until", forum.db.UTCDateTime(), nullable=True),
        sa.Column("at", forum.db.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_expert_decisions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_decisions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_decisions")),
    )
    with op.batch_alter_table("expert_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_decisions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "expert_languages",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_languages_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "code", name=op.f("pk_expert_languages")),
    )
    with op.batch_alter_table("expert_languages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_languages_code"), ["code"], unique=False)

    op.create_table(
        "expert_proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=120), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", forum.db.UTCDateTime(), nullable=False),
        sa.Column("purge_at", forum.db.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_proofs_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_proofs")),
    )
    with op.batch_alter_table("expert_proofs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_proofs_purge_at"), ["purge_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_expert_proofs_user_id"), ["user_id"], unique=False)

    op.create_table(
        "expert_tags",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_expert_tags_tag_id_tags"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_tags_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "tag_id", name=op.f("pk_expert_tags")),
    )
    with op.batch_alter_table("expert_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_tags_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "expert_towns",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_expert_towns_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_expert_towns")),
    )
    with op.batch_alter_table("expert_towns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_towns_key"), ["key"], unique=False)

    op.create_table(
        "experts",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("full_name", sa.String(length=100), nullable=False),
        sa.Column("profession", sa.String(length=20), nullable=False),
        sa.Column("feminine", sa.Boolean(), nullable=False),
        sa.Column("bar", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("proof_url", sa.String(length=500), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("shows_phone", sa.Boolean(), nullable=False),
        sa.Column("shows_email", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("speaks_as_expert", sa.Boolean(), nullable=False),
        sa.Column("applied_at", forum.db.UTCDateTime(), nullable=False),
        sa.Column("decided_at", forum.db.UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("verified", sa.String(length=200), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("expires_at", forum.db.UTCDateTime(), nullable=True),
        sa.Column("reminded_at", forum.db.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_experts_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_experts")),
    )
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_experts_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index("ix_experts_standing", ["standing", "applied_at"], unique=False)

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("as_expert", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signature_line", sa.String(length=250), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("profession", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("profession_title", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("recognised_until", forum.db.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("recognised_until")
        batch_op.drop_column("profession_title")
        batch_op.drop_column("profession")
        batch_op.drop_column("signature_line")

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_column("as_expert")

    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.drop_index("ix_experts_standing")
        batch_op.drop_index(batch_op.f("ix_experts_expires_at"))

    op.drop_table("experts")
    with op.batch_alter_table("expert_towns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_towns_key"))

    op.drop_table("expert_towns")
    with op.batch_alter_table("expert_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_tags_tag_id"))

    op.drop_table("expert_tags")
    with op.batch_alter_table("expert_proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_proofs_user_id"))
        batch_op.drop_index(batch_op.f("ix_expert_proofs_purge_at"))

    op.drop_table("expert_proofs")
    with op.batch_alter_table("expert_languages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_languages_code"))

    op.drop_table("expert_languages")
    with op.batch_alter_table("expert_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_decisions_user_id"))

    op.drop_table("expert_decisions")
    with op.batch_alter_table("expert_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_codes_code"))

    op.drop_table("expert_codes")
