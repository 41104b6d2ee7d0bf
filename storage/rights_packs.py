"""What is in a copy for somebody: its parts as they are chosen, and the approved."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, delete, select

from domain.rights_pieces import Choice, Chosen, Exemption, Mark, Piece, PieceKind
from storage.coding import dump, load
from storage.keys import Keys
from storage.rights_tables import RightsPackRow, RightsPieceRow


@dataclass(frozen=True)
class KeptPiece:
    """A part of a copy with what was chosen. `piece.text` is empty once destroyed."""

    number: int
    piece: Piece
    chosen: Chosen | None = None
    chosen_by: str = ""


@dataclass(frozen=True)
class _Words:
    """What is sealed of a part."""

    heading: str
    text: str


@dataclass(frozen=True)
class Packed:
    """An approved copy, without what is in it: on whose word, and its digests."""

    approved_by: str
    approved_at: datetime
    digest: str
    pdf_digest: str


def key_of(request: str) -> str:
    """The name of the key of a copy; it goes when one of its cases is destroyed."""
    return f"rights-pack:{request}"


class RightsPacks:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    # Parts

    def gather(self, request: str, pieces: list[Piece]) -> None:
        """Add parts, in this order, after those that are there."""
        start = len(self.pieces(request))
        for number, piece in enumerate(pieces, start + 1):
            words = dump(_Words(piece.heading, piece.text))
            cipher = self._keys.case(piece.reference)
            self._session.add(
                RightsPieceRow(
                    request=request,
                    number=number,
                    reference=piece.reference,
                    kind=piece.kind.value,
                    marks=" ".join(mark.value for mark in piece.marks),
                    body_sealed=cipher.seal(_label(request, number), words),
                )
            )
        self._session.flush()

    def pieces(self, request: str) -> list[KeptPiece]:
        rows = select(RightsPieceRow).where(RightsPieceRow.request == request)
        found = self._session.exec(rows.order_by(col(RightsPieceRow.number)))
        return [self._piece(row) for row in found]

    def piece(self, request: str, number: int) -> KeptPiece | None:
        row = self._session.get(RightsPieceRow, (request, number))
        return None if row is None else self._piece(row)

    def choose(self, request: str, number: int, chosen: Chosen, by: str) -> None:
        row = self._session.get_one(RightsPieceRow, (request, number))
        row.choice, row.chosen_by = chosen.choice.value, by
        row.exemption = chosen.exemption.value if chosen.exemption else ""
        row.edit_sealed = b""
        if chosen.text:
            cipher = self._keys.case(row.reference)
            row.edit_sealed = cipher.seal(
                f"{_label(request, number)}:edit", chosen.text
            )
        self._session.add(row)
        self._session.flush()

    def drop_pieces(self, request: str) -> None:
        """The parts are not needed any more once the request has ended."""
        these = col(RightsPieceRow.request) == request
        self._session.exec(delete(RightsPieceRow).where(these))

    def forget_case(self, reference: str, requests: list[str]) -> None:
        """A case is destroyed: so is every copy that has something of it in it."""
        these = col(RightsPieceRow.reference) == reference
        self._session.exec(delete(RightsPieceRow).where(these))
        for request in requests:
            if self._session.get(RightsPackRow, request) is not None:
                self._keys.destroy(key_of(request))

    def _piece(self, row: RightsPieceRow) -> KeptPiece:
        marks = tuple(Mark(code) for code in row.marks.split())
        kind, label = PieceKind(row.kind), _label(row.request, row.number)
        words, edited = _Words("", ""), ""
        if self._keys.has(f"case:{row.reference}"):
            cipher = self._keys.case(row.reference)
            words = load(cipher.open(label, row.body_sealed), _Words)
            sealed = row.edit_sealed
            edited = cipher.open(f"{label}:edit", sealed) if sealed else ""
        piece = Piece(row.reference, kind, words.heading, words.text, marks)
        exemption = Exemption(row.exemption) if row.exemption else None
        chosen = Chosen(Choice(row.choice), edited, exemption) if row.choice else None
        return KeptPiece(row.number, piece, chosen, row.chosen_by)

    # What was approved

    def pack(
        self, request: str, data: str, pdf: bytes, by: str, at: datetime
    ) -> Packed:
        cipher = self._keys.create(key_of(request))
        digest, pdf_digest = _digest(data.encode()), _digest(pdf)
        self._session.add(
            RightsPackRow(
                request=request,
                approved_by=by,
                approved_at=at,
                digest=digest,
                pdf_digest=pdf_digest,
                data_sealed=cipher.seal("pack", data),
                pdf_sealed=cipher.seal("pack:pdf", b64encode(pdf).decode()),
            )
        )
        self._session.flush()
        return Packed(by, at, digest, pdf_digest)

    def packed(self, request: str) -> Packed | None:
        row = self._session.get(RightsPackRow, request)
        if row is None:
            return None
        return Packed(row.approved_by, row.approved_at, row.digest, row.pdf_digest)

    def data(self, request: str) -> str:
        """The copy as JSON.

        Raises:
            KeyDestroyed: it was destroyed, with one of its cases or by itself.
        """
        row = self._session.get_one(RightsPackRow, request)
        return self._keys.get(key_of(request)).open("pack", row.data_sealed)

    def pdf(self, request: str) -> bytes:
        """The copy as a document.

        Raises:
            KeyDestroyed: it was destroyed, with one of its cases or by itself.
        """
        row = self._session.get_one(RightsPackRow, request)
        cipher = self._keys.get(key_of(request))
        return b64decode(cipher.open("pack:pdf", row.pdf_sealed))

    def destroy(self, request: str) -> None:
        """Destroy a copy, if there is one, and its working parts."""
        self.drop_pieces(request)
        if self._session.get(RightsPackRow, request) is not None:
            self._keys.destroy(key_of(request))

    def is_there(self, request: str) -> bool:
        """Whether the copy can still be read."""
        return self._keys.has(key_of(request))


def _label(request: str, number: int) -> str:
    return f"rights_piece:{request}:{number}"


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
