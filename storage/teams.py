"""Teams of advisers, and who of an organisation can be asked at all."""

from sqlmodel import Session, col, delete, select

from domain.people import Role
from domain.teams import Member, Rank, Team
from storage.inbox_tables import MemberRow, TeamRow
from storage.once import once_in_a_reading
from storage.tables import UserRow


class Teams:
    def __init__(self, session: Session) -> None:
        self._session = session

    @once_in_a_reading
    def all(self, organisation: str) -> list[Team]:
        """The teams of an organisation, by name, with their members."""
        rows = self._session.exec(
            select(TeamRow)
            .where(TeamRow.organisation == organisation)
            .order_by(col(TeamRow.name), TeamRow.id)
        )
        return [self._team(row) for row in rows]

    def of_user(self, user: str) -> list[str]:
        """The ids of the teams that somebody is in."""
        rows = select(MemberRow.team).where(MemberRow.user == user)
        return list(self._session.exec(rows.order_by(MemberRow.team)))

    def keep(self, organisation: str, team: Team) -> None:
        """Write a team down as it is now, members and all."""
        row = self._session.get(TeamRow, team.id)
        row = row or TeamRow(id=team.id, organisation=organisation, name=team.name)
        row.name, row.routes = team.name, " ".join(team.routes)
        self._session.add(row)
        self._session.flush()
        self._session.exec(delete(MemberRow).where(col(MemberRow.team) == team.id))
        for each in team.members:
            self._session.add(
                MemberRow(team=team.id, user=each.user, rank=each.rank.value)
            )
        self._session.flush()

    def remove(self, team_id: str) -> None:
        """It is no more; what was done in its name keeps its id."""
        self._session.exec(delete(MemberRow).where(col(MemberRow.team) == team_id))
        self._session.exec(delete(TeamRow).where(col(TeamRow.id) == team_id))
        self._session.flush()

    def leave_all(self, user: str) -> None:
        """Somebody is in no team any more."""
        self._session.exec(delete(MemberRow).where(col(MemberRow.user) == user))

    def advisers(self, organisation: str) -> list[str]:
        """Everybody there who has an adviser's account that is not ended."""
        rows = self._session.exec(
            select(UserRow)
            .where(UserRow.organisation == organisation)
            .where(col(UserRow.disabled_at).is_(None))
            .order_by(col(UserRow.created_at), UserRow.id)
        )
        return [row.id for row in rows if Role.ADVISER.value in row.roles.split()]

    def _team(self, row: TeamRow) -> Team:
        members = self._session.exec(
            select(MemberRow).where(MemberRow.team == row.id).order_by(MemberRow.user)
        )
        return Team(
            row.id,
            row.name,
            tuple(row.routes.split()),
            tuple(Member(each.user, Rank(each.rank)) for each in members),
        )
