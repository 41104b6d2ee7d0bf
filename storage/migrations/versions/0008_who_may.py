"""Who people are and how they prove it; what was done to their accounts; refusals."""

import secrets

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

CHANGES = ('UPDATE', 'DELETE')
TEXT = sqlmodel.sql.sqltypes.AutoString

SESSION_COLUMNS = ('name', 'waits_for', 'challenge', 'network', 'browser', 'provider')


def upgrade() -> None:
    _add_columns_of_accounts()
    _add_second_factors()
    _add_letters_and_events()
    _add_refusals()
    _add_alerts()
    _add_emergency_readings()


def downgrade() -> None:
    for table in ('emergency_reviews', 'emergency_ends', 'emergency_readings'):
        _may_be_changed(table)
    op.drop_table('emergency_reviews')
    op.drop_table('emergency_ends')
    with op.batch_alter_table('emergency_readings', schema=None) as batch_op:
        batch_op.drop_index('emergencies_of_organisation')
    op.drop_table('emergency_readings')
    for table in ('alert_reviews', 'reading_alerts'):
        _may_be_changed(table)
    op.drop_table('alert_reviews')
    with op.batch_alter_table('reading_alerts', schema=None) as batch_op:
        batch_op.drop_index('alerts_of_organisation')
    op.drop_table('reading_alerts')
    _may_be_changed('refusals')
    with op.batch_alter_table('refusals', schema=None) as batch_op:
        batch_op.drop_index('refusals_of_user')
        batch_op.drop_index('refusals_of_organisation')
    op.drop_table('refusals')
    _may_be_changed('account_events')
    with op.batch_alter_table('account_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_events_user'))
    op.drop_table('account_events')
    with op.batch_alter_table('account_letters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_letters_user'))
    op.drop_table('account_letters')
    op.drop_table('recovery_codes')
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkeys_user'))
    op.drop_table('passkeys')
    op.drop_table('authenticator_apps')
    with op.batch_alter_table('tokens', schema=None) as batch_op:
        for name in ('used_at', 'made_by', 'scope', 'label_sealed', 'name'):
            batch_op.drop_column(name)
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        for name in reversed(SESSION_COLUMNS):
            batch_op.drop_column(name)
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_users_subject_index'))
        batch_op.drop_column('kind')
        batch_op.drop_column('subject_index')


def _add_columns_of_accounts() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject_index', TEXT(), nullable=True))
        batch_op.add_column(sa.Column('kind', TEXT(), server_default='person', nullable=False))
        batch_op.create_index(batch_op.f('ix_users_subject_index'), ['subject_index'], unique=True)
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        for name in SESSION_COLUMNS:
            batch_op.add_column(sa.Column(name, TEXT(), server_default='', nullable=False))
    with op.batch_alter_table('tokens', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name', TEXT(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('label_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('scope', TEXT(), server_default='arrange', nullable=False))
        batch_op.add_column(sa.Column('made_by', TEXT(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('used_at', storage.tables.Moment(timezone=True), nullable=True))
    # What was there before gets a name that says nothing of what it opens.
    for table, begins in (('sessions', 's'), ('tokens', 't')):
        for (id,) in op.get_bind().execute(sa.text(f"SELECT id FROM {table}")).all():
            op.get_bind().execute(
                sa.text(f"UPDATE {table} SET name = :name WHERE id = :id"),
                {'name': f"{begins}-{secrets.token_hex(8)}", 'id': id},
            )


def _add_second_factors() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('authenticator_apps',
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('secret_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('added_at', moment, nullable=False),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user')
    )
    op.create_table('passkeys',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('credential_index', TEXT(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('added_at', moment, nullable=False),
    sa.Column('used_at', moment, nullable=True),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('credential_index')
    )
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkeys_user'), ['user'], unique=False)
    op.create_table('recovery_codes',
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code_hash', TEXT(), nullable=False),
    sa.Column('used_at', moment, nullable=True),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user', 'number')
    )


def _add_letters_and_events() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('account_letters',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('made_at', moment, nullable=False),
    sa.Column('expires_at', moment, nullable=False),
    sa.Column('not_before', moment, nullable=False),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.Column('sent_at', moment, nullable=True),
    sa.Column('used_at', moment, nullable=True),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('account_letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_letters_user'), ['user'], unique=False)
    op.create_table('account_events',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('by', TEXT(), nullable=False),
    sa.Column('what', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('account_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_events_user'), ['user'], unique=False)
    _only_added_to('account_events')


def _add_refusals() -> None:
    op.create_table('refusals',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('role', TEXT(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('door', TEXT(), nullable=False),
    sa.Column('page', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('why', TEXT(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('refusals', schema=None) as batch_op:
        batch_op.create_index('refusals_of_organisation', ['organisation', 'at', 'id'], unique=False)
        batch_op.create_index('refusals_of_user', ['user', 'at'], unique=False)
    _only_added_to('refusals')


def _add_alerts() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('reading_alerts',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('sign', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('reading_alerts', schema=None) as batch_op:
        batch_op.create_index('alerts_of_organisation', ['organisation', 'at', 'id'], unique=False)
    op.create_table('alert_reviews',
    sa.Column('alert', TEXT(), nullable=False),
    sa.Column('by', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('verdict', TEXT(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['alert'], ['reading_alerts.id'], ),
    sa.PrimaryKeyConstraint('alert')
    )
    for table in ('reading_alerts', 'alert_reviews'):
        _only_added_to(table)


def _add_emergency_readings() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('emergency_readings',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('session', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('until', moment, nullable=False),
    sa.Column('review_by', moment, nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('emergency_readings', schema=None) as batch_op:
        batch_op.create_index('emergencies_of_organisation', ['organisation', 'at', 'id'], unique=False)
    op.create_table('emergency_ends',
    sa.Column('reading', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['reading'], ['emergency_readings.id'], ),
    sa.PrimaryKeyConstraint('reading')
    )
    op.create_table('emergency_reviews',
    sa.Column('reading', TEXT(), nullable=False),
    sa.Column('by', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('judgement', TEXT(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['reading'], ['emergency_readings.id'], ),
    sa.PrimaryKeyConstraint('reading')
    )
    for table in ('emergency_readings', 'emergency_ends', 'emergency_reviews'):
        _only_added_to(table)


def _only_added_to(table: str) -> None:
    """Lines of an account are added, never changed and never taken out."""
    if op.get_bind().dialect.name == 'sqlite':
        for change in CHANGES:
            op.execute(
                f"CREATE TRIGGER no_{change.lower()}_of_{table} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
        return
    for change in (*CHANGES, 'TRUNCATE'):
        each = 'STATEMENT' if change == 'TRUNCATE' else 'ROW'
        op.execute(
            f"CREATE TRIGGER no_{change.lower()}_of_{table} BEFORE {change} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION only_added_to()"
        )


def _may_be_changed(table: str) -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for change in CHANGES if sqlite else (*CHANGES, 'TRUNCATE'):
        where = '' if sqlite else f' ON {table}'
        op.execute(f"DROP TRIGGER no_{change.lower()}_of_{table}{where}")
