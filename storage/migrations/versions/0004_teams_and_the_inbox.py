"""Teams, cover and calendars, and what is said and seen in the inbox."""

import sqlalchemy as sa
import sqlmodel
import storage.tables
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_people',
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('person', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('reference', 'person')
    )
    with op.batch_alter_table('case_people', schema=None) as batch_op:
        batch_op.create_index('people_of_organisation', ['organisation', 'person'], unique=False)

    op.create_table('comments',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('author', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.create_index('comments_of_case', ['reference', 'at', 'id'], unique=False)

    op.create_table('teams',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('routes', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('teams', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_teams_organisation'), ['organisation'], unique=False)

    op.create_table('conflicts',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('declared_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflicts_organisation'), ['organisation'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflicts_user'), ['user'], unique=False)

    op.create_table('covers',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('covered_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('first_day', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('last_day', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('added_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('"user" <> covered_by', name='nobody_covers_themselves'),
    sa.CheckConstraint('first_day <= last_day', name='cover_in_order'),
    sa.ForeignKeyConstraint(['covered_by'], ['users.id'], ),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('covers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_covers_organisation'), ['organisation'], unique=False)
        batch_op.create_index(batch_op.f('ix_covers_user'), ['user'], unique=False)

    op.create_table('members',
    sa.Column('team', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rank', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['team'], ['teams.id'], ),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('team', 'user')
    )
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_members_user'), ['user'], unique=False)

    op.create_table('on_call',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name='on_call_in_order'),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('on_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_on_call_organisation'), ['organisation'], unique=False)

    op.create_table('read_marks',
    sa.Column('user', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('task', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user'], ['users.id'], ),
    sa.PrimaryKeyConstraint('user', 'task')
    )
    op.create_table('saved_views',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('organisation', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('owner', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('query', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('saved_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation'], ['organisations.id'], ),
    sa.ForeignKeyConstraint(['owner'], ['users.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('saved_views', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_views_organisation'), ['organisation'], unique=False)

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calendar', sqlmodel.sql.sqltypes.AutoString(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('chains', sqlmodel.sql.sqltypes.AutoString(), server_default='{}', nullable=False))

    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('team', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('candidates', sqlmodel.sql.sqltypes.AutoString(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('due_because', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('follow_up_on', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('delegate', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('delegated_until', storage.tables.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_column('delegated_until')
        batch_op.drop_column('delegate')
        batch_op.drop_column('follow_up_on')
        batch_op.drop_column('due_because')
        batch_op.drop_column('candidates')
        batch_op.drop_column('team')

    with op.batch_alter_table('organisations', schema=None) as batch_op:
        batch_op.drop_column('chains')
        batch_op.drop_column('calendar')

    with op.batch_alter_table('saved_views', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_views_organisation'))

    op.drop_table('saved_views')
    op.drop_table('read_marks')
    with op.batch_alter_table('on_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_on_call_organisation'))

    op.drop_table('on_call')
    with op.batch_alter_table('members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_members_user'))

    op.drop_table('members')
    with op.batch_alter_table('covers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_covers_user'))
        batch_op.drop_index(batch_op.f('ix_covers_organisation'))

    op.drop_table('covers')
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflicts_user'))
        batch_op.drop_index(batch_op.f('ix_conflicts_organisation'))

    op.drop_table('conflicts')
    with op.batch_alter_table('teams', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_teams_organisation'))

    op.drop_table('teams')
    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.drop_index('comments_of_case')

    op.drop_table('comments')
    with op.batch_alter_table('case_people', schema=None) as batch_op:
        batch_op.drop_index('people_of_organisation')

    op.drop_table('case_people')