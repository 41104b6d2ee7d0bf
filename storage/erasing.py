"""Takes out what is left in other tables of a case whose key is destroyed.

What is chained or only added to stays: it holds codes, and words without a key.
"""

from sqlmodel import Session, col, delete, or_, select, update

from storage.code_tables import CodeRow
from storage.mail_tables import MailRow
from storage.notice_tables import NoticeRow, NoticeVisitRow, WithheldRow
from storage.presence_tables import PresenceRow
from storage.release_tables import ReleaseRow, VisitRow
from storage.tables import DraftRow


def erase_traces(session: Session, reference: str) -> None:
    """Delete drafts, messages and notices of a case, and visits to it."""
    notices = select(NoticeRow.id).where(NoticeRow.reference == reference)
    at = select(ReleaseRow.locator).where(ReleaseRow.reference == reference)
    parcels = select(ReleaseRow.id).where(ReleaseRow.reference == reference)
    numbers = select(ReleaseRow.number).where(ReleaseRow.reference == reference)
    session.exec(delete(NoticeVisitRow).where(col(NoticeVisitRow.notice).in_(notices)))
    session.exec(delete(VisitRow).where(col(VisitRow.locator).in_(at)))
    session.exec(delete(CodeRow).where(col(CodeRow.release).in_(parcels)))
    about_it = or_(
        col(MailRow.reference) == reference, col(MailRow.reference).in_(numbers)
    )
    session.exec(delete(MailRow).where(about_it))
    for row in (NoticeRow, WithheldRow, DraftRow):
        session.exec(delete(row).where(col(row.reference) == reference))
    session.exec(delete(PresenceRow).where(col(PresenceRow.what) == reference))
    session.exec(  # under this index an address could be tried out
        update(ReleaseRow)
        .where(col(ReleaseRow.reference) == reference)
        .values(email_index="")
    )
