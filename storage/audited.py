"""What the logs of reads, refusals and changes are asked alike: by whom, and when."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import tuple_
from sqlmodel import col
from sqlmodel.sql.expression import SelectOfScalar

from domain.audit import Wanted
from storage.audit_tables import RefusalRow
from storage.change_tables import ChangeRow
from storage.read_tables import ReadRow

Row = TypeVar("Row", ReadRow, RefusalRow, ChangeRow)


def newest(
    query: SelectOfScalar[Row],
    row: type[ReadRow] | type[RefusalRow] | type[ChangeRow],
    wanted: Wanted,
    after: tuple[datetime, str] | None,
    limit: int,
) -> SelectOfScalar[Row]:
    """The lines that are wanted, newest first, behind the last one that was shown."""
    if wanted.who:
        query = query.where(col(row.user) == wanted.who)
    if wanted.since is not None:
        query = query.where(col(row.at) >= wanted.since)
    if wanted.before is not None:
        query = query.where(col(row.at) < wanted.before)
    if after is not None:
        query = query.where(tuple_(col(row.at), col(row.id)) < after)
    return query.order_by(col(row.at).desc(), col(row.id).desc()).limit(limit)
