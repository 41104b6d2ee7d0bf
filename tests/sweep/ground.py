"""Two organisations of their own, somebody in each role, and cases of one of them."""

import re
from dataclasses import dataclass, field
from itertools import count

import httpx2

from cli.demo import Player
from cli.demo_people import list_contacts
from domain.people import Actor, Role
from storage.accounts import Organisation
from tests.live import Live, until
from tests.web.doors import Door, csrf_of

HERE, THERE = "cragfold", "cragmoor"
OWNER, ADVISER, ADMINISTRATOR = "hollis", "edda", "ragna"
COLLEAGUE, BARRED, PROGRAM = "marnie", "torben", "program"
PEOPLE = {
    OWNER: (Role.PRACTITIONER, HERE),
    COLLEAGUE: (Role.PRACTITIONER, HERE),
    ADVISER: (Role.ADVISER, HERE),
    BARRED: (Role.ADVISER, HERE),
    "roswitha": (Role.OPERATIONS, HERE),
    "linus": (Role.AUDITOR, HERE),
    ADMINISTRATOR: (Role.ADMINISTRATOR, HERE),
    "selma": (Role.ADVISER, THERE),
    "anders": (Role.AUDITOR, THERE),
}
NUMBERS = count(935_008, 24)
"""Each of these is somebody whom no other case of ours is about."""

CODES = {
    "questions": "Q3", "tell": "I1", "items": "item-1", "steps": "hold",
    "retention": "hold", "individual": "person-1", "person": "person-1",
    "people": "person-1", "notices": "person-1", "version": "1", "number:int": "1",
    "page:path": "decision", "ruleset": "HMG-2018", "repair": "retry",
}  # fmt: skip
PARAMETER = re.compile(r"{([^}]*)}")


@dataclass(frozen=True)
class Place:
    """A case, by the names of everything that belongs to it."""

    reference: str
    task: str
    file: str
    release: str
    locator: str
    user: str

    def address(self, door: Door) -> str:
        """Where the door is in this case."""
        parts: list[str] = []
        for part in door.path.split("/"):
            named = PARAMETER.fullmatch(part)
            parts.append(self._named(named[1], parts[-1]) if named else part)
        return "/".join(parts)

    def _named(self, name: str, after: str) -> str:
        names = {
            "reference": self.reference, "task": self.task, "task_id": self.task,
            "release": self.release, "locator": self.locator, "file": self.file,
            "attachment": self.file, "object": self.file, "user": self.user,
            "entry": f"d-{HERE}-0", "entry_id": f"d-{HERE}-0",
        }  # fmt: skip
        if after in ("files", "static"):
            return self.file if after == "files" else "app.css"
        return names.get(name) or CODES.get(after) or CODES.get(name) or "nothing"


UNKNOWN = Place("SR-0000-0000", "SR-0000-0000-task", "f-0", "p-0", "0" * 26, "u-nobody")
"""A case that there is not."""


@dataclass
class Ground:
    """Everybody with a browser that holds their token as well, and the cases."""

    live: Live
    webs: dict[str, httpx2.AsyncClient] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    csrf: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    words: tuple[str, ...] = ()
    """What is written in the cases and nowhere else."""

    def actor(self, user: str) -> Actor:
        email = self.live.logins[user].email
        with self.live.house.storehouse.reading() as store:
            found = store.accounts.by_email(email)
        assert found is not None
        return found.actor

    async def lay_out(self) -> None:
        """The organisations, the people, and two cases: one waits, one was shared."""
        for id, name in ((HERE, "Cragfold School"), (THERE, "Cragmoor Practice")):
            place = Organisation(id, name, "01632 960595", "HMG-2018", "when_unsure")
            with self.live.house.storehouse.writing() as store:
                store.accounts.keep_organisation(place)
                list_contacts(store, id)
        for user, (role, where) in PEOPLE.items():
            self.live.newcomer(user, role, where)
            self.webs[user] = await self._patient(user)
            self.tokens[user] = self.live.token(user)
            self.webs[user].headers["Authorization"] = f"Bearer {self.tokens[user]}"
            self.csrf[user] = await csrf_of(self.webs[user])
        await _played(self)

    async def _patient(self, user: str) -> httpx2.AsyncClient:
        """A browser that lets go of a connection before the server does."""
        async with await self.live.browser(user) as web:
            return httpx2.AsyncClient(
                base_url=web.base_url, cookies=web.cookies, follow_redirects=True,
                timeout=60, limits=httpx2.Limits(keepalive_expiry=1),
            )  # fmt: skip

    async def close(self) -> None:
        for web in self.webs.values():
            await web.aclose()


async def _played(ground: Ground) -> None:
    staff = [ground.actor(user) for user in (OWNER, ADVISER)]
    number = next(NUMBERS)
    player = Player(ground.live.house, staff, number)
    content = player._content()
    assert content.recipient is not None
    declared = await ground.webs[BARRED].post(
        "/api/v1/conflicts", json={"name": content.recipient.name}
    )
    assert declared.status_code == 201
    ground.words = (content.individuals[0].name, *(i.text for i in content.items))
    for story in ("unsure_with_file", "shared_with_file"):
        ground.places.append(await _place(ground, await player.play(story)))
        player = Player(ground.live.house, staff, number + 96_000)


async def _place(ground: Ground, reference: str) -> Place:
    house = ground.live.house

    async def has_come() -> bool:
        with house.storehouse.reading() as store:
            live = store.tasks.live(reference)
            return live is not None or store.releases.of(reference) is not None

    await until(has_come)
    with house.storehouse.reading() as store:
        task, parcel = store.tasks.live(reference), store.releases.of(reference)
    files = await ground.webs[OWNER].get(f"/api/v1/requests/{reference}")
    return Place(
        reference,
        task.id if task else f"{reference}-task",
        files.json()["content"]["attachments"][0]["id"],
        parcel.id if parcel else "p-0",
        parcel.locator if parcel else "0" * 26,
        ground.actor(OWNER).id,
    )
