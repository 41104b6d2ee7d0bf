"""The account is only added to.

What happened, what was described and what was sealed is never changed and never
removed, whoever holds the database password by mistake. Content goes by destroying
its key. A later migration that rebuilds one of these tables has to make its triggers
again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = ("timeline", "contents", "records")
CHANGES = ("UPDATE", "DELETE")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in KEPT:
        for change in (*CHANGES, "TRUNCATE") if postgresql else CHANGES:
            where = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {_name(table, change)}{where}")
    if postgresql:
        op.execute("DROP FUNCTION only_added_to()")


def _guard_sqlite() -> None:
    for table in KEPT:
        for change in CHANGES:
            op.execute(
                f"CREATE TRIGGER {_name(table, change)} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is only added to', TG_TABLE_NAME; END $$"
    )
    for table in KEPT:
        for change in (*CHANGES, "TRUNCATE"):
            each = "STATEMENT" if change == "TRUNCATE" else "ROW"
            op.execute(
                f"CREATE TRIGGER {_name(table, change)} BEFORE {change} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION only_added_to()"
            )


def _name(table: str, change: str) -> str:
    return f"no_{change.lower()}_of_{table}"
