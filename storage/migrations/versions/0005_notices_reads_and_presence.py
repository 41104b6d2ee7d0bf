"""How people want to be told, what was looked for, and who has what open."""

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_notices()

    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('barred', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))

    op.create_table('case_indexes',
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('reference')
    )
    with op.batch_alter_table('case_indexes', schema=None) as batch_op:
        batch_op.create_index('cases_of_recipient', ['organisation', 'recipient'], unique=False)

    op.create_table('reads',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('cases', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('reads', schema=None) as batch_op:
        batch_op.create_index('reads_of_organisation', ['organisation', 'at', 'id'], unique=False)

    _guard_reads()

    op.create_table('presence',
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('opened_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('seen_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user', 'what')
    )
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.create_index('presence_at', ['what'], unique=False)


def _add_notices() -> None:
    """When each message is due and to whom; what was owed before is told apart."""
    with op.batch_alter_table('mail', schema=None) as batch_op:
        for name in ('user', 'path', 'whom', 'haste', 'digest'):
            batch_op.add_column(sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('not_before', storage.tables.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('failures', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('given_up_at', storage.tables.Moment(timezone=True), nullable=True))
        batch_op.create_index('mail_still_to_send', ['not_before', 'user'], unique=False, sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))

    mail = sa.table('mail', *(sa.column(name) for name in ('name', 'kind', 'sent_at', 'user', 'path', 'haste')))
    kinds = ('taken_over', 'given_away', 'assigned', 'delegated', 'called_back', 'proposed', 'given_back')
    owed = sa.select(mail.c.name).where(mail.c.kind.in_(kinds), mail.c.sent_at.is_(None))
    for name in op.get_bind().scalars(owed).all():
        task, _, _, user = name.split(':')
        op.execute(mail.update().where(mail.c.name == name).values(user=user, path=f'/tasks/{task}', haste='usual'))

    op.create_table('notice_preferences',
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('how', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user')
    )


def downgrade() -> None:
    op.drop_table('notice_preferences')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index('mail_still_to_send')
        for name in ('user', 'path', 'whom', 'haste', 'digest', 'not_before', 'failures', 'given_up_at'):
            batch_op.drop_column(name)

    op.drop_table('reads')
    op.drop_table('case_indexes')

    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.drop_index('presence_at')

    op.drop_table('presence')

    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_column('barred')


def _guard_reads() -> None:
    """The log of reads is only added to, like the account of a case."""
    postgresql = op.get_bind().dialect.name == 'postgresql'
    for change in ('UPDATE', 'DELETE', *(('TRUNCATE',) if postgresql else ())):
        each = 'STATEMENT' if change == 'TRUNCATE' else 'ROW'
        body = (
            f'FOR EACH {each} EXECUTE FUNCTION only_added_to()' if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'reads is only added to'); END"
        )
        op.execute(f'CREATE TRIGGER no_{change.lower()}_of_reads BEFORE {change} ON reads {body}')
