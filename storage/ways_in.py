"""How the recipient of a release proves themselves, sealed under the release's key."""

from sqlmodel import Session, col, update

from domain.channels import Channel
from storage.keys import Keys
from storage.release_tables import ReleaseRow
from storage.releases import Parcel


class WaysIn:
    def __init__(self, session: Session, keys: Keys) -> None:
        self._session = session
        self._keys = keys

    def reach(self, parcel: Parcel) -> str:
        """The number or the secret that the channel needs; empty if it needs none."""
        row = self._session.get_one(ReleaseRow, parcel.id)
        if row.reach_sealed is None:
            return ""
        return self._keys.get(f"release:{parcel.id}").open("reach", row.reach_sealed)

    def speak(self, parcel: Parcel, phrase: str, phrase_hash: str) -> None:
        """From now on only these words let the recipient in, whatever did before."""
        cipher = self._keys.get(f"release:{parcel.id}")
        self._session.exec(
            update(ReleaseRow)
            .where(col(ReleaseRow.id) == parcel.id)
            .values(
                channel=Channel.PHRASE.value,
                phrase_sealed=cipher.seal("phrase", phrase),
                phrase_hash=phrase_hash,
                reach_sealed=None,
            )
        )
