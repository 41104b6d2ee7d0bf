"""The organisations of the demonstration, their people and whom they know."""

import secrets
from dataclasses import dataclass
from typing import Any

from adapters.clock import now
from adapters.phrases import WORDS
from casework.accounts import NewAccount
from casework.house import House
from casework.teams import GivenTeam
from domain.people import SYSTEM, Actor, Role
from domain.teams import Member, Rank
from storage.accounts import Organisation
from storage.directory import Contact
from storage.store import Store

EMERGENCY_NUMBERS = (
    ("Estuary Police, if it is not life or death", "101"),
    ("Estuary Children’s Services, day and night", "01632 960311"),
    ("Estuary Adult Social Care, day and night", "01632 960322"),
)
USUAL: dict[str, Any] = {
    "basis": {
        "option": "public_task",
        "fields": {
            "function": "Children Act 2004, section 11",
            "necessary": "The recipient cannot decide what help is needed without it.",
        },
    },
    "condition": {"option": "safeguarding_cannot_obtain", "fields": {}},
}
"""What a school of the demonstration usually relies on."""

ORGANISATIONS = (
    Organisation(
        "larkhill", "Larkhill Vale School", "01632 960101", "HMG-2018", "when_unsure",
        emergency_numbers=EMERGENCY_NUMBERS,
    ),
    Organisation(
        "tidewater", "Tidewater Family Practice", "01632 960202", "HMG-2018", "always",
        emergency_numbers=EMERGENCY_NUMBERS,
    ),
    Organisation(
        "mossgate", "Mossgate Academy", "01632 960404", "DFE-2024", "when_unsure",
        usual=USUAL, emergency_numbers=EMERGENCY_NUMBERS,
    ),
)  # fmt: skip

PEOPLE = (
    ("pat", "Pat Reed", (Role.PRACTITIONER,), "larkhill"),
    ("ada", "Ada Obi", (Role.ADVISER,), "larkhill"),
    ("ben", "Ben Cole", (Role.ADVISER, Role.PRACTITIONER), "larkhill"),
    ("ola", "Ola Nyman", (Role.OPERATIONS,), "larkhill"),
    ("ines", "Ines Varga", (Role.AUDITOR,), "larkhill"),
    ("una", "Una Finch", (Role.ADMINISTRATOR,), "larkhill"),
    ("sam", "Sam Whitlock", (Role.PRACTITIONER,), "tidewater"),
    ("mina", "Mina Hart", (Role.ADVISER,), "tidewater"),
    ("noor", "Noor Aziz", (Role.OPERATIONS, Role.AUDITOR), "tidewater"),
    ("wyn", "Wyn Castell", (Role.ADMINISTRATOR,), "tidewater"),
    ("mara", "Mara Ellis", (Role.PRACTITIONER,), "mossgate"),
    ("gus", "Gus Falk", (Role.ADVISER, Role.ADMINISTRATOR), "mossgate"),
)

TEAMS = (
    ("larkhill", "Safeguarding", ("safeguarding_lead", "on_call_safeguarding_lead"),
     (("ada", Rank.MEMBER), ("ben", Rank.DEPUTY))),
    ("larkhill", "Information governance", ("information_governance",),
     (("ben", Rank.MEMBER), ("ada", Rank.DEPUTY))),
    ("tidewater", "Safeguarding", ("safeguarding_lead", "caldicott_guardian"),
     (("mina", Rank.MEMBER),)),
    ("mossgate", "Safeguarding", ("safeguarding_lead",), (("gus", Rank.MEMBER),)),
)  # fmt: skip

TELEPHONES = {"ada": "01632 960111", "ben": "01632 960112", "mina": "01632 960211"}
"""Advisers who can be rung at their own desk."""

CONTACTS = (
    (
        "Rae Lindqvist",
        "Duty social worker",
        "Estuary Children’s Services",
        "rae.lindqvist",
    ),
    ("Tom Achebe", "Safeguarding sergeant", "Estuary Police", "tom.achebe"),
    ("Jo Marsh", "Named nurse", "Estuary Community Health", "jo.marsh"),
)


@dataclass(frozen=True)
class Login:
    """A demo account, shown once."""

    email: str
    name: str
    roles: str
    organisation: str
    password: str


def furnish(house: House) -> list[Login]:
    """Organisations, people and a directory; nothing if they are there already."""
    with house.storehouse.reading() as store:
        if store.accounts.organisations():
            return []
    with house.storehouse.writing() as store:
        for organisation in ORGANISATIONS:
            store.accounts.keep_organisation(organisation)
            list_contacts(store, organisation.id)
    logins = [_person(house, *person) for person in PEOPLE]
    for team in TEAMS:
        _team(house, *team)
    return logins


def list_contacts(store: Store, organisation: str) -> None:
    """Those to whom the stories of the demonstration go, in its directory."""
    for number, (name, role, where, user) in enumerate(CONTACTS):
        contact = Contact(
            f"d-{organisation}-{number}", name, role, where,
            f"{user}@estuary.example", f"01632 9603{number:02}",
            "Rang the switchboard number published on their website.",
        )  # fmt: skip
        store.directory.add(organisation, contact, now())


def _team(
    house: House,
    organisation: str,
    name: str,
    routes: tuple[str, ...],
    members: tuple[tuple[str, Rank], ...],
) -> None:
    administrator = Actor(SYSTEM, (Role.ADMINISTRATOR,), organisation)
    with house.storehouse.reading() as store:
        ids = {
            account.profile.email.partition("@")[0]: account.actor.id
            for account in store.accounts.all(organisation)
        }
    places = tuple(Member(ids[user], rank) for user, rank in members)
    house.teams.add(administrator, GivenTeam(name, routes, places))


def _person(
    house: House, user: str, name: str, roles: tuple[Role, ...], organisation: str
) -> Login:
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    email = f"{user}@{organisation}.example"
    new = NewAccount(email, name, roles, organisation, TELEPHONES.get(user, ""))
    house.accounts.add(new, password)
    labels = ", ".join(role.label for role in roles)
    return Login(email, name, labels, organisation, password)
