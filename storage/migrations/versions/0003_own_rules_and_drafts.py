"""An organisation's own rules and usual answers, and what is typed but not sent."""

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rule_files',
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ruleset', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kept_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest')
    )
    op.create_table('own_rules',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ruleset', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['digest'], ['rule_files.digest'], ),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('organisation', 'ruleset', 'version')
    )
    op.create_table('drafts',
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('page', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('saved_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user', 'reference', 'page')
    )
    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_drafts_saved_at'), ['saved_at'], unique=False)

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('guards_off', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('usual', sqlmodel.sql.sqltypes.AutoString(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('emergency_numbers', sqlmodel.sql.sqltypes.AutoString(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('nation', sqlmodel.sql.sqltypes.AutoString(), server_default='england', nullable=False))

    with op.batch_alter_table('terms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rules_digest', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))

    _guard_rule_files()


def _guard_rule_files() -> None:
    """What a running case is bound to is never changed and never removed."""
    for change in ("UPDATE", "DELETE"):
        name = f"no_{change.lower()}_of_rule_files"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON rule_files "
                "FOR EACH ROW EXECUTE FUNCTION only_added_to()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON rule_files "
                "BEGIN SELECT RAISE(ABORT, 'rule_files is only added to'); END"
            )


def downgrade() -> None:
    with op.batch_alter_table('terms', schema=None) as batch_op:
        batch_op.drop_column('rules_digest')

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('nation')
        batch_op.drop_column('emergency_numbers')
        batch_op.drop_column('usual')
        batch_op.drop_column('guards_off')

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_drafts_saved_at'))

    op.drop_table('drafts')
    op.drop_table('own_rules')
    op.drop_table('rule_files')