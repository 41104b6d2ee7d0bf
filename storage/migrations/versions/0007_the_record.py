"""Proofs of the account, retention, reports and the rights of people."""

import json
from datetime import date

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

CHANGES = ('UPDATE', 'DELETE')


def upgrade() -> None:
    op.create_table('tree_leaves',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('head', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('log_head', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('record', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    with op.batch_alter_table('tree_leaves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tree_leaves_reference'), ['reference'], unique=False)

    op.create_table('tree_heads',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('previous', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('public', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('signature', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('edge', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('number')
    )
    _only_added_to('tree_leaves')
    _only_added_to('tree_heads')
    _add_retention()
    _add_case_reads()
    _add_rights()
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reasons', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_column('reasons')

    _drop_rights()
    _drop_case_reads()
    _drop_retention()
    _may_be_changed('tree_heads')
    _may_be_changed('tree_leaves')
    op.drop_table('tree_heads')
    with op.batch_alter_table('tree_leaves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tree_leaves_reference'))

    op.drop_table('tree_leaves')


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


def _add_case_reads() -> None:
    """Which cases each read was of; those from before are sorted in."""
    op.create_table('case_reads',
    sa.Column('read', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['read'], ['reads.id'], ),
    sa.PrimaryKeyConstraint('read', 'reference')
    )
    op.create_index('reads_of_case', 'case_reads', ['reference', 'at', 'read'], unique=False)
    moment = storage.tables.Moment(timezone=True)
    reads = sa.table('reads', sa.column('id'), sa.column('at', moment), sa.column('cases'))
    rows = [
        {'read': id, 'reference': reference, 'at': at}
        for id, at, cases in op.get_bind().execute(sa.select(reads.c.id, reads.c.at, reads.c.cases))
        for reference in dict.fromkeys(json.loads(cases))
    ]
    kept = sa.table('case_reads', sa.column('read'), sa.column('reference'), sa.column('at', moment))
    if rows:
        op.get_bind().execute(kept.insert(), rows)
    _only_added_to('case_reads')


def _drop_case_reads() -> None:
    _may_be_changed('case_reads')
    op.drop_index('reads_of_case', table_name='case_reads')
    op.drop_table('case_reads')


def _add_retention() -> None:
    """For how long each case is kept, and the names of keys that were destroyed."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table('retention',
    sa.Column('reference', text(), nullable=False),
    sa.Column('organisation', text(), nullable=False),
    sa.Column('code', text(), nullable=False),
    sa.Column('due_on', text(), nullable=False),
    sa.Column('until', text(), server_default='', nullable=False),
    sa.Column('day', text(), nullable=False),
    sa.Column('held_by', text(), server_default='', nullable=False),
    sa.Column('approved_by', text(), server_default='', nullable=False),
    sa.Column('approved_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('disposed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('cleared_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('reference')
    )
    op.create_index('retention_due', 'retention', ['organisation', 'disposed', 'day', 'reference'], unique=False)
    op.create_table('retention_classes',
    sa.Column('organisation', text(), nullable=False),
    sa.Column('code', text(), nullable=False),
    sa.Column('label', text(), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('runs', text(), nullable=False),
    sa.Column('source', text(), nullable=False),
    sa.Column('changed_by', text(), nullable=False),
    sa.Column('changed_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('organisation', 'code')
    )
    op.create_table('tombstones',
    sa.Column('name', text(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    _keep_what_is_closed()
    for kind, table, id in (('case', 'cases', 'reference'), ('release', 'releases', 'id')):
        name = f"'{kind}:' || {id}"
        op.execute(
            f"INSERT INTO tombstones SELECT {name} FROM {table} "
            f"WHERE {name} NOT IN (SELECT name FROM keys)"
        )
    _only_added_to('tombstones')


def _keep_what_is_closed() -> None:
    """What ended before is kept for 7 years from then, until a person says otherwise."""
    kept = sa.table('retention', *(sa.column(name) for name in ('reference', 'organisation', 'code', 'due_on', 'day')))
    closed = sa.text(
        "SELECT reference, organisation, closed_at FROM cases WHERE closed_at IS NOT NULL "
        "AND 'case:' || reference IN (SELECT name FROM keys)"
    )
    rows = []
    for reference, organisation, closed_at in op.get_bind().execute(closed).all():
        year, month, day = map(int, str(closed_at)[:10].split('-'))
        leap = (month, day) == (2, 29)
        due = (date(year + 7, 3, 1) if leap else date(year + 7, month, day)).isoformat()
        rows.append({'reference': reference, 'organisation': organisation, 'code': 'sharing_decision', 'due_on': due, 'day': due})
    if rows:
        op.get_bind().execute(kept.insert(), rows)


def _drop_retention() -> None:
    _may_be_changed('tombstones')
    op.drop_table('tombstones')
    op.drop_table('retention_classes')
    op.drop_index('retention_due', table_name='retention')
    op.drop_table('retention')


def _add_rights() -> None:
    """What people ask about what is kept of them."""
    text, moment = sqlmodel.sql.sqltypes.AutoString, storage.tables.Moment
    op.create_table('rights_requests',
    sa.Column('id', text(), nullable=False),
    sa.Column('organisation', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('received_on', text(), nullable=False),
    sa.Column('due_on', text(), server_default='', nullable=False),
    sa.Column('opened_by', text(), nullable=False),
    sa.Column('opened_at', moment(timezone=True), nullable=False),
    sa.Column('identity', text(), nullable=False),
    sa.Column('extended', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('acknowledged_on', text(), server_default='', nullable=False),
    sa.Column('pack', text(), server_default='', nullable=False),
    sa.Column('ready_by', text(), server_default='', nullable=False),
    sa.Column('outcome', text(), server_default='', nullable=False),
    sa.Column('closed_at', moment(timezone=True), nullable=True),
    sa.Column('lines', sa.Integer(), server_default='0', nullable=False),
    sa.Column('head', text(), server_default='', nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('rights_of_organisation', 'rights_requests', ['organisation', 'closed_at', 'due_on', 'id'], unique=False)
    op.create_table('rights_log',
    sa.Column('name', text(), nullable=False),
    sa.Column('request', text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('what', text(), nullable=False),
    sa.Column('actor', text(), nullable=False),
    sa.Column('at', moment(timezone=True), nullable=False),
    sa.Column('codes', text(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('previous', text(), nullable=False),
    sa.Column('hash', text(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['rights_requests.id'], ),
    sa.PrimaryKeyConstraint('name'),
    sa.UniqueConstraint('request', 'number')
    )
    _only_added_to('rights_log')
    op.create_table('rights_cases',
    sa.Column('request', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['rights_requests.id'], ),
    sa.PrimaryKeyConstraint('request', 'reference')
    )
    op.create_index('ix_rights_cases_reference', 'rights_cases', ['reference'], unique=False)
    op.create_table('rights_pieces',
    sa.Column('request', text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('marks', text(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('choice', text(), server_default='', nullable=False),
    sa.Column('exemption', text(), server_default='', nullable=False),
    sa.Column('chosen_by', text(), server_default='', nullable=False),
    sa.Column('edit_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['rights_requests.id'], ),
    sa.PrimaryKeyConstraint('request', 'number')
    )
    op.create_table('rights_packs',
    sa.Column('request', text(), nullable=False),
    sa.Column('approved_by', text(), nullable=False),
    sa.Column('approved_at', moment(timezone=True), nullable=False),
    sa.Column('digest', text(), nullable=False),
    sa.Column('pdf_digest', text(), nullable=False),
    sa.Column('data_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('pdf_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['request'], ['rights_requests.id'], ),
    sa.PrimaryKeyConstraint('request')
    )
    op.create_table('restrictions',
    sa.Column('request', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('lifted_at', moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['request'], ['rights_requests.id'], ),
    sa.PrimaryKeyConstraint('request', 'reference')
    )
    op.create_index('ix_restrictions_reference', 'restrictions', ['reference'], unique=False)


def _drop_rights() -> None:
    op.drop_index('ix_restrictions_reference', table_name='restrictions')
    op.drop_table('restrictions')
    op.drop_table('rights_packs')
    op.drop_table('rights_pieces')
    op.drop_index('ix_rights_cases_reference', table_name='rights_cases')
    op.drop_table('rights_cases')
    _may_be_changed('rights_log')
    op.drop_table('rights_log')
    op.drop_index('rights_of_organisation', table_name='rights_requests')
    op.drop_table('rights_requests')
