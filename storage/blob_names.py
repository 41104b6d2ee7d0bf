"""Which files of the blob store belong to a case, and which to any."""

from sqlalchemy import literal
from sqlmodel import Session, col, select

from domain.release import ReleaseState
from storage.release_tables import AttachmentRow, ObjectRow, ReleaseRow
from storage.tables import KeyRow


def blobs_of(session: Session, reference: str) -> list[str]:
    """Where everything lies that was added to a case, or left with its release."""
    added = select(AttachmentRow.blob).where(AttachmentRow.reference == reference)
    left = (
        select(ObjectRow.blob).join(ReleaseRow).where(ReleaseRow.reference == reference)
    )
    return [*session.exec(added), *session.exec(left)]


def blobs_with_keys(session: Session) -> list[str]:
    """Where every file lies that some key still opens, in the order of the names."""
    added = select(AttachmentRow.blob).join(
        KeyRow, col(KeyRow.name) == literal("case:") + col(AttachmentRow.reference)
    )
    left = select(ObjectRow.blob).join(
        KeyRow, col(KeyRow.name) == literal("release:") + col(ObjectRow.release)
    )
    return sorted([*session.exec(added), *session.exec(left)])


def blobs_being_made(session: Session) -> set[str]:
    """Those of releases that are being packed: on record first, and then there."""
    being_made = ReleaseRow.state == ReleaseState.PREPARING.value
    names = select(ObjectRow.blob).join(ReleaseRow).where(being_made)
    return set(session.exec(names))
