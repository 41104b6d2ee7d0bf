"""Operations: which version ran a case, what is looked for often, whose saved views."""

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

CHANGES = ('UPDATE', 'DELETE')
TEXT = sqlmodel.sql.sqltypes.AutoString
REPAIRS = ('repairs', 'repair_outcomes', 'repair_stops')


def upgrade() -> None:
    _add_running_cases()
    _add_what_workers_say()
    _add_service()
    _add_backups()
    _add_changes()
    _add_repairs()


def downgrade() -> None:
    _drop_repairs()
    _drop_changes()
    _drop_backups()
    _may_be_changed('service_notices')
    op.drop_table('service_notices')
    op.drop_table('key_uses')
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('stopped_at')
        batch_op.drop_column('started_at')
    with op.batch_alter_table('acts', schema=None) as batch_op:
        batch_op.drop_column('trace')
    _drop_running_cases()


def _add_running_cases() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('worker_version', TEXT(), server_default='', nullable=False))
    with op.batch_alter_table('saved_views', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', TEXT(), server_default='tasks', nullable=False))
    op.create_index('cases_by_opening', 'cases', ['organisation', 'opened_at'])
    op.create_index('cases_by_closing', 'cases', ['organisation', 'closed_at'])
    _add_partial('open_cases', 'cases', ['organisation', 'since', 'reference'], 'closed_at IS NULL')
    _add_partial('open_cases_by_wait', 'cases', ['organisation', 'waiting_on', 'since'], 'closed_at IS NULL')
    _add_partial('acts_not_applied', 'acts', ['stored_at', 'reference'], 'applied_at IS NULL')
    op.create_index('releases_of_organisation', 'releases', ['organisation', 'state', 'made_at'])
    moment = storage.tables.Moment(timezone=True)
    op.create_table('stays',
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('stage', TEXT(), nullable=False),
    sa.Column('since', moment, nullable=False),
    sa.Column('until', moment, nullable=True),
    sa.ForeignKeyConstraint(['reference'], ['cases.reference'], ),
    sa.PrimaryKeyConstraint('reference', 'number')
    )
    op.create_index('stays_of_organisation', 'stays', ['organisation', 'stage', 'until', 'since'])


def _add_partial(name: str, table: str, columns: list[str], so: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(so), postgresql_where=sa.text(so))


def _drop_running_cases() -> None:
    op.drop_table('stays')
    op.drop_index('releases_of_organisation', 'releases')
    op.drop_index('acts_not_applied', 'acts')
    for name in ('open_cases_by_wait', 'open_cases', 'cases_by_closing', 'cases_by_opening'):
        op.drop_index(name, 'cases')
    with op.batch_alter_table('saved_views', schema=None) as batch_op:
        batch_op.drop_column('place')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('worker_version')


def _add_what_workers_say() -> None:
    moment = storage.tables.Moment(timezone=True)
    with op.batch_alter_table('acts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trace', TEXT(), server_default='', nullable=False))
    with op.batch_alter_table('workers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('started_at', moment, nullable=True))
        batch_op.add_column(sa.Column('stopped_at', moment, nullable=True))
        batch_op.add_column(sa.Column('version', TEXT(), server_default='', nullable=False))


def _add_service() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('key_uses',
    sa.Column('ring', TEXT(), nullable=False),
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('since', moment, nullable=False),
    sa.PrimaryKeyConstraint('ring', 'id')
    )
    op.create_table('service_notices',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('set_by', TEXT(), nullable=False),
    sa.Column('set_at', moment, nullable=False),
    sa.Column('starts_at', moment, nullable=False),
    sa.Column('ends_at', moment, nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('number')
    )
    _only_added_to('service_notices')


def _add_backups() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('backups',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('as_of', moment, nullable=False),
    sa.Column('finished_at', moment, nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('missing', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('backups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_backups_as_of'), ['as_of'], unique=False)
    op.create_table('restores',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('as_of', moment, nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('taken_at', moment, nullable=True),
    sa.Column('settled_at', moment, nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('restore_findings',
    sa.Column('restore', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('known', sa.Boolean(), nullable=False),
    sa.Column('left', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['restore'], ['restores.id'], ),
    sa.PrimaryKeyConstraint('restore', 'reference')
    )
    op.create_table('worker_skills',
    sa.Column('name', TEXT(), nullable=False),
    sa.Column('version', TEXT(), nullable=False),
    sa.Column('since', moment, nullable=False),
    sa.PrimaryKeyConstraint('name')
    )


def _drop_backups() -> None:
    for table in ('worker_skills', 'restore_findings', 'restores'):
        op.drop_table(table)
    with op.batch_alter_table('backups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_backups_as_of'))
    op.drop_table('backups')


def _add_changes() -> None:
    moment = storage.tables.Moment(timezone=True)
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('collecting', TEXT(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('second_step', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table('organisation_changes',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('matter', TEXT(), nullable=False),
    sa.Column('subject', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('begins_on', TEXT(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('changes_of_organisation', 'organisation_changes', ['organisation', 'at', 'id'])
    op.create_index('changes_of_matter', 'organisation_changes', ['organisation', 'matter', 'at', 'id'])
    _only_added_to('organisation_changes')
    op.create_table('organisation_plans',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('matter', TEXT(), nullable=False),
    sa.Column('subject', TEXT(), nullable=False),
    sa.Column('begins_on', TEXT(), nullable=False),
    sa.Column('user', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.Column('wanted', TEXT(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('organisation', 'matter', 'subject', 'begins_on', name='one_plan_a_day')
    )
    op.create_index('ix_organisation_plans_begins_on', 'organisation_plans', ['begins_on'])


def _drop_changes() -> None:
    op.drop_index('ix_organisation_plans_begins_on', 'organisation_plans')
    op.drop_table('organisation_plans')
    _may_be_changed('organisation_changes')
    for name in ('changes_of_matter', 'changes_of_organisation'):
        op.drop_index(name, 'organisation_changes')
    op.drop_table('organisation_changes')
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('second_step')
        batch_op.drop_column('collecting')


def _add_repairs() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table('findings',
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('since', moment, nullable=False),
    sa.Column('code', TEXT(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('reference', 'kind')
    )
    op.create_table('repairs',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('batch', TEXT(), server_default='', nullable=False),
    sa.Column('number', sa.Integer(), server_default='0', nullable=False),
    sa.Column('organisation', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('by', TEXT(), nullable=False),
    sa.Column('codes', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('repairs_of_case', 'repairs', ['reference', 'at'])
    op.create_index('repairs_of_batch', 'repairs', ['batch', 'number'])
    op.create_index('repairs_by_time', 'repairs', ['at'])
    op.create_table('repair_outcomes',
    sa.Column('repair', TEXT(), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('why', TEXT(), server_default='', nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.ForeignKeyConstraint(['repair'], ['repairs.id'], ),
    sa.PrimaryKeyConstraint('repair')
    )
    op.create_table('repair_stops',
    sa.Column('batch', TEXT(), nullable=False),
    sa.Column('by', TEXT(), nullable=False),
    sa.Column('at', moment, nullable=False),
    sa.PrimaryKeyConstraint('batch')
    )
    for table in REPAIRS:
        _only_added_to(table)


def _drop_repairs() -> None:
    for table in reversed(REPAIRS):
        _may_be_changed(table)
        op.drop_table(table)
    op.drop_table('findings')


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
