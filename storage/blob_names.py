"""Which files of the blob store belong to a case."""

from sqlmodel import Session, select

from storage.release_tables import AttachmentRow, ObjectRow, ReleaseRow


def blobs_of(session: Session, reference: str) -> list[str]:
    """Where everything lies that was added to a case, or left with its release."""
    added = select(AttachmentRow.blob).where(AttachmentRow.reference == reference)
    left = (
        select(ObjectRow.blob).join(ReleaseRow).where(ReleaseRow.reference == reference)
    )
    return [*session.exec(added), *session.exec(left)]
