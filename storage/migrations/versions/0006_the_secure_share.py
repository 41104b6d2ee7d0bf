"""Files, what a release consists of, who fetched what, and what came of it."""

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

CHANGES = ('UPDATE', 'DELETE')


def upgrade() -> None:
    op.create_table('attachments',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('blob', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('scanned_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('scanned_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('blob')
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_reference'), ['reference'], unique=False)

    op.create_table('release_log',
    sa.Column('release', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('what', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('actor', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('network', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('browser', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('codes', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('previous', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['release'], ['releases.id'], ),
    sa.PrimaryKeyConstraint('release', 'number'),
    sa.UniqueConstraint('name')
    )
    op.create_table('release_objects',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('release', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('blob', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('allowed', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.CheckConstraint('used <= allowed', name='never_more_than_allowed'),
    sa.ForeignKeyConstraint(['release'], ['releases.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('blob'),
    sa.UniqueConstraint('release', 'number', name='one_order_of_objects')
    )
    op.create_table('grants',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('object', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('visit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('granted_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('expires_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['object'], ['release_objects.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grants_object'), ['object'], unique=False)
        batch_op.create_index(batch_op.f('ix_grants_visit'), ['visit'], unique=False)

    op.create_table('breaches',
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('began', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('began_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('since', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ended_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('reference')
    )
    with op.batch_alter_table('breaches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_breaches_organisation'), ['organisation'], unique=False)

    op.create_table('breach_steps',
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['reference'], ['breaches.reference'], ),
    sa.PrimaryKeyConstraint('reference', 'step')
    )
    op.create_table('security_codes',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('release', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('visit', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('code_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sent_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('expires_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('used_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['release'], ['releases.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('security_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_security_codes_release'), ['release'], unique=False)

    op.create_table('used_code_steps',
    sa.Column('secret_index', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('used_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('secret_index', 'step')
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refused', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))

    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('provider', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('state_hash', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))

    with op.batch_alter_table('releases', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reach_sealed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), server_default='phrase', nullable=False))
        batch_op.add_column(sa.Column('package_digest', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('purge_at', storage.tables.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('purged_at', storage.tables.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('suspended_at', storage.tables.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('suspended_by', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('log_lines', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('log_head', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('way', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))

    with op.batch_alter_table('directory', schema=None) as batch_op:
        batch_op.alter_column('verified_at', existing_type=storage.tables.Moment(timezone=True), nullable=True)
        batch_op.add_column(sa.Column('retired_at', storage.tables.Moment(timezone=True), nullable=True))

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marking', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('second_eyes', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('sealed_files', sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table('notice_templates',
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('changed_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('organisation', 'version', 'language')
    )
    op.create_table('notices',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('individual', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('code_index', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answer_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('question_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('expires_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('opened_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('read_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('asked_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('answered_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('stopped_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code_index')
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_reference'), ['reference'], unique=False)

    op.create_table('notice_visits',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('csrf', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('notice', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('started_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('seen_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('notice_visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_visits_notice'), ['notice'], unique=False)

    op.create_table('withheld',
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('individual', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('review_on', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decided_in', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decided_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('reference', 'individual')
    )
    with op.batch_alter_table('withheld', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withheld_organisation'), ['organisation'], unique=False)


    _only_added_to("release_log")


def downgrade() -> None:
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_column('refused')

    _may_be_changed("release_log")
    with op.batch_alter_table('withheld', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_withheld_organisation'))

    op.drop_table('withheld')
    with op.batch_alter_table('notice_visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_visits_notice'))

    op.drop_table('notice_visits')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_reference'))

    op.drop_table('notices')
    op.drop_table('notice_templates')
    op.drop_table('breach_steps')
    with op.batch_alter_table('breaches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_breaches_organisation'))

    op.drop_table('breaches')
    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('sealed_files')
        batch_op.drop_column('second_eyes')
        batch_op.drop_column('marking')

    # Whoever was never verified was not in the directory before.
    op.execute("DELETE FROM directory WHERE verified_at IS NULL OR retired_at IS NOT NULL")
    with op.batch_alter_table('directory', schema=None) as batch_op:
        batch_op.drop_column('retired_at')
        batch_op.alter_column('verified_at', existing_type=storage.tables.Moment(timezone=True), nullable=False)

    with op.batch_alter_table('releases', schema=None) as batch_op:
        batch_op.drop_column('way')
        batch_op.drop_column('log_head')
        batch_op.drop_column('log_lines')
        batch_op.drop_column('suspended_by')
        batch_op.drop_column('suspended_at')
        batch_op.drop_column('purged_at')
        batch_op.drop_column('purge_at')
        batch_op.drop_column('package_digest')
        batch_op.drop_column('channel')
        batch_op.drop_column('reach_sealed')

    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_column('state_hash')
        batch_op.drop_column('provider')

    op.drop_table('used_code_steps')
    with op.batch_alter_table('security_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_security_codes_release'))

    op.drop_table('security_codes')
    with op.batch_alter_table('grants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grants_visit'))
        batch_op.drop_index(batch_op.f('ix_grants_object'))

    op.drop_table('grants')
    op.drop_table('release_objects')
    op.drop_table('release_log')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_reference'))

    op.drop_table('attachments')


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
