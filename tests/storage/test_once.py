"""What is read twice in one reading is asked for once; whoever writes asks again."""

from dataclasses import replace

from sqlalchemy import event

from domain.teams import Team
from storage.store import Storehouse
from tests.builders import HERE


def queries_of(storehouse: Storehouse, *, writing: bool) -> int:
    """How many queries it takes to ask for the teams of a place twice."""
    asked: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    work = storehouse.writing if writing else storehouse.reading
    with work() as store:
        engine = storehouse.database.engine
        event.listen(engine, "before_cursor_execute", heard)
        assert store.teams.all(HERE) == store.teams.all(HERE)
        event.remove(engine, "before_cursor_execute", heard)
    return sum("FROM teams" in statement for statement in asked)


def test_a_reading_asks_once_and_a_writing_each_time(storehouse: Storehouse) -> None:
    assert queries_of(storehouse, writing=False) == 1
    assert queries_of(storehouse, writing=True) == 2


def test_whoever_writes_sees_what_they_wrote(storehouse: Storehouse) -> None:
    team = Team("t-once", "First", (), ())
    with storehouse.writing() as store:
        store.teams.keep(HERE, team)
        assert team in store.teams.all(HERE)
        renamed = replace(team, name="Second")
        store.teams.keep(HERE, renamed)
        assert renamed in store.teams.all(HERE)


def test_another_question_has_another_answer(storehouse: Storehouse) -> None:
    with storehouse.writing() as store:
        store.teams.keep(HERE, Team("t-other", "Named", (), ()))
    with storehouse.reading() as store:
        assert store.teams.all(HERE) != store.teams.all("nowhere-at-all")
