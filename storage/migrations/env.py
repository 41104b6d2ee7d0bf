"""How Alembic reaches the database: the engine it is handed, or none."""

import sqlmodel
from alembic import context

from storage import (
    audit_tables,
    backup_tables,
    change_tables,
    code_tables,
    emergency_tables,
    identity_tables,
    inbox_tables,
    mail_tables,
    notice_tables,
    presence_tables,
    read_tables,
    release_tables,
    repair_tables,
    retention_tables,
    rights_tables,
    running_tables,
    service_tables,
    tables,
    tree_tables,
)

assert tables.CaseRow.metadata is sqlmodel.SQLModel.metadata
assert audit_tables.RefusalRow.metadata is sqlmodel.SQLModel.metadata
assert backup_tables.BackupRow.metadata is sqlmodel.SQLModel.metadata
assert change_tables.ChangeRow.metadata is sqlmodel.SQLModel.metadata
assert code_tables.CodeRow.metadata is sqlmodel.SQLModel.metadata
assert emergency_tables.EmergencyReadingRow.metadata is sqlmodel.SQLModel.metadata
assert identity_tables.AppRow.metadata is sqlmodel.SQLModel.metadata
assert inbox_tables.TeamRow.metadata is sqlmodel.SQLModel.metadata
assert notice_tables.NoticeRow.metadata is sqlmodel.SQLModel.metadata
assert release_tables.ReleaseRow.metadata is sqlmodel.SQLModel.metadata
assert mail_tables.MailRow.metadata is sqlmodel.SQLModel.metadata
assert presence_tables.PresenceRow.metadata is sqlmodel.SQLModel.metadata
assert repair_tables.RepairRow.metadata is sqlmodel.SQLModel.metadata
assert retention_tables.TombstoneRow.metadata is sqlmodel.SQLModel.metadata
assert rights_tables.RightsRow.metadata is sqlmodel.SQLModel.metadata
assert service_tables.ServiceNoticeRow.metadata is sqlmodel.SQLModel.metadata
assert running_tables.StayRow.metadata is sqlmodel.SQLModel.metadata
assert read_tables.ReadRow.metadata is sqlmodel.SQLModel.metadata
assert tree_tables.TreeHeadRow.metadata is sqlmodel.SQLModel.metadata

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=sqlmodel.SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
