"""The recipients' directory on pages, and the second look at who is new here."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.clock import now
from casework.recipient_directory import EntryLine
from domain.people import Role
from storage.accounts import Organisation
from tests.live import TOKEN, Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import HIDDEN, actor
from tests.web.recipients import has_left
from tests.web.walking import CALM, CHECKS, CLEAR, ITEM, PERSON, PURPOSE, Walker, begin

PLACE = "marlpit"
NELL = {
    "name": "Nell Varley",
    "role": "Family worker",
    "organisation": "Saltmarsh Help",
    "email": "nell.varley@saltmarsh.example",
    "phone": "01632 960700",
}


@pytest.fixture
def marlpit(live: Live) -> None:
    """A workplace of its own, where a second person looks at new recipients."""
    place = Organisation(
        PLACE, "Marlpit Club", "01632 960701", "HMG-2018", "when_unsure"
    )
    with live.house.storehouse.writing() as store:
        store.accounts.keep_organisation(place)
    people = {
        "tess": Role.PRACTITIONER,
        "ivo": Role.ADVISER,
        "unity": Role.ADMINISTRATOR,
        "lars": Role.OPERATIONS,
    }
    for user, role in people.items():
        if user not in live.logins:
            live.newcomer(user, role, PLACE)


async def at(browse: Browse, user: str, page: str) -> Walker:
    web = await browse(user)
    return Walker(web, await web.get(page))


async def post(walker: Walker, **fields: str) -> Walker:
    hidden = dict(HIDDEN.findall(walker.page.text))
    walker.page = await walker.web.post(str(walker.page.url), data={**hidden, **fields})
    return walker


async def proposed(browse: Browse, **changes: str) -> tuple[Walker, str]:
    """Somebody whom Tess has put into the directory; their page, and its address."""
    walker = await at(browse, "tess", "/directory/new")
    await post(walker, **(NELL | changes))
    assert walker.page.status_code == 200, walker.text
    return walker, walker.page.url.path


def line(live: Live, address: str) -> EntryLine:
    entry = address.rpartition("/")[2]
    return live.house.recipients.get(actor(live, "ivo"), entry)


@pytest.mark.usefixtures("marlpit")
async def test_somebody_proposes_and_an_adviser_checks(
    live: Live, browse: Browse
) -> None:
    walker, address = await proposed(browse, email="one@saltmarsh.example")
    assert "Not checked yet" in walker.text
    assert "Record a check" not in walker.text
    adviser = await at(browse, "ivo", f"{address}/check")
    await post(adviser, how="call_back")
    assert adviser.page.status_code == 422
    assert "Enter where you found the number" in adviser.text
    await post(adviser, how="call_back", number_found="their website")
    assert "found here: their website" in adviser.text
    assert "Ivo" in adviser.text
    assert line(live, address).standing == "verified"
    listed = await at(browse, "tess", "/directory")
    await post(listed, find="saltmarsh help")
    assert "Nell Varley" in listed.text
    await post(listed, find="nobody has this")
    assert "Nobody was found" in listed.text
    assert "find" not in str(listed.page.url)


@pytest.mark.usefixtures("marlpit")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "nell@gmail.com"}, "Anybody can open one at gmail.com"),
        ({"email": "a@b.example, c@d.example"}, "only one email address"),
        ({"name": ""}, "Enter the name of the person"),
        ({"phone": "ring me"}, "Enter a telephone number"),
        ({"domains": "not a domain"}, "Write each on a line of its own"),
        ({"domains": "other.example"}, "has other addresses in your directory"),
    ],
)
async def test_what_cannot_be_is_asked_for_again_with_what_was_typed(
    browse: Browse, change: dict[str, str], said: str
) -> None:
    walker = await at(browse, "tess", "/directory/new")
    await post(walker, **(NELL | change))
    assert walker.page.status_code == 422
    assert said in walker.text
    assert 'value="Family worker"' in walker.page.text


@pytest.mark.usefixtures("marlpit")
async def test_nobody_else_settles_it_and_an_old_page_changes_nothing(
    live: Live, browse: Browse
) -> None:
    _, address = await proposed(browse, email="two@saltmarsh.example")
    tess, lars = await at(browse, "tess", address), await at(browse, "lars", address)
    lars.page = await lars.web.get(f"{address}/change")
    assert (await post(lars, **NELL)).page.status_code == 403
    for page in ("check", "retire"):
        refused = await tess.web.post(
            f"{address}/{page}",
            data={
                **dict(TOKEN.findall((await tess.web.get("/directory")).text)),
                "revision": "1",
                "how": "met",
            },
        )
        assert refused.status_code == 403
    old = await at(browse, "ivo", f"{address}/change")
    first = await at(browse, "ivo", f"{address}/change")
    await post(first, **(NELL | {"email": "two@saltmarsh.example", "role": "Lead"}))
    await post(old, **(NELL | {"email": "two@saltmarsh.example", "role": "Other"}))
    assert old.page.status_code == 409
    assert "has changed since you looked" in old.text
    assert line(live, address).contact.role == "Lead"
    gone = await at(browse, "ivo", f"{address}/retire")
    await post(gone)
    assert line(live, address).standing == "retired"


@pytest.mark.usefixtures("marlpit")
async def test_an_old_check_counts_no_longer(live: Live, browse: Browse) -> None:
    _, address = await proposed(browse, email="old@saltmarsh.example")
    known = line(live, address).contact
    with live.house.storehouse.writing() as store:
        long_ago = now() - timedelta(days=181)
        store.directory.keep(replace(known, verified="Met", verified_at=long_ago))
    assert line(live, address).standing == "check_again"
    chosen = live.house.lookup.recipient(actor(live, "tess"), known.id)
    assert chosen is not None
    assert chosen.verified_how == "not_yet"
    shown = await at(browse, "tess", address)
    assert "Check again" in shown.text


async def choosing(browse: Browse, email: str) -> Walker:
    """A clear yes of Tess's for somebody whom nobody here has sent anything to."""
    walker = await begin(browse, "tess")
    await walker.answer(CALM)
    await walker.send(PERSON)
    await walker.open("/next")
    await walker.send(ITEM)
    await walker.open("/recipient/new")
    typed = NELL | {"organisation": "New Place", "verified_how": "not_yet"}
    await walker.send(typed | {"email": email})
    await walker.send(PURPOSE)
    return await walker.answer(CLEAR | CHECKS)


@pytest.mark.usefixtures("marlpit")
async def test_somebody_new_is_looked_at_by_a_second_person_before_anything_is_sent(
    live: Live, browse: Browse
) -> None:
    walker = await choosing(browse, "first@a.newplace.example")
    new = "You have not shared with this person before, so a second person checks"
    assert new in walker.text
    assert "Confirm and share" not in walker.text
    form = walker.page
    for typed, said in (("", "Type the part"), ("b.newplace.example", "is not what")):
        await walker.send({"recipient_domain": typed}, to="/confirm")
        assert walker.page.status_code == 422
        assert said in walker.text
        assert 'id="recipient_domain"' in walker.page.text
    walker.page = form
    await walker.send({"recipient_domain": "@A.newplace.example"}, to="/confirm")
    assert walker.path == "/sent"
    assert new in walker.text
    assert new in (await walker.open("")).text
    with live.house.storehouse.reading() as store:
        task = store.tasks.live(walker.reference)
    assert task is not None
    adviser = await at(browse, "ivo", f"/tasks/{task.id}")
    assert "Check the address" in adviser.text
    adviser.page = await adviser.web.get(f"/tasks/{task.id}/decision?choice=approve")
    await post(adviser, reason="Needed.")
    assert adviser.page.status_code == 422
    assert "Enter how you checked the address" in adviser.text
    await post(adviser, reason="Needed.", recipient_checked="I rang their office.")

    async def released() -> bool:
        with live.house.storehouse.reading() as store:
            return has_left(store, walker.reference)

    await until(released)
    told = (await walker.open("")).text
    assert "They typed what stands after the @: @A.newplace.example." in told
    assert "How the address was checked: I rang their office." in told
    again = await choosing(browse, "first@a.newplace.example")
    assert new not in again.text
    assert "Confirm and share" in again.text


@pytest.mark.usefixtures("marlpit")
async def test_a_recipient_who_is_somebody_in_the_case_is_refused_ss_50(
    browse: Browse,
) -> None:
    walker = await begin(browse, "tess")
    await walker.answer(CALM)
    await walker.send(PERSON)
    await walker.open("/recipient/new")
    typed = NELL | {"name": "Robin Alder", "verified_how": "not_yet"}
    await walker.send(typed)
    assert walker.page.status_code == 422
    assert "somebody whom the request is about" in walker.text
    assert 'value="Robin Alder"' in walker.page.text
    await walker.send(NELL | {"verified_how": "not_yet"})
    await walker.open("/people/new")
    await walker.send({"name": "Nell Varley"})
    assert walker.page.status_code == 422
    assert "This is who it would go to" in walker.text


@pytest.mark.usefixtures("marlpit")
async def test_an_address_that_looks_like_another_is_pointed_out(
    browse: Browse,
) -> None:
    await proposed(browse, email="three@saltmarsh.example")
    walker = await choosing(browse, "nell@sa1tmarsh.example")
    assert "looks like saltmarsh.example, and is not the same" in walker.text
    await walker.open("/recipient/new")
    await walker.send(
        NELL | {"email": "n@elsewhere.example", "verified_how": "not_yet"}
    )
    assert walker.page.status_code == 422
    assert "has other addresses in your directory" in walker.text


@pytest.mark.usefixtures("marlpit")
async def test_an_administrator_settles_whether_a_second_person_looks(
    live: Live, browse: Browse
) -> None:
    unity = await at(browse, "unity", "/organisation/recipients")
    await post(unity, second_eyes="no")
    assert "This is saved" in unity.text
    assert not live.house.recipients.wants_second_eyes(actor(live, "unity"))
    walker = await choosing(browse, "second@c.newplace.example")
    assert "Confirm and share" in walker.text
    await post(unity, second_eyes="yes")
    assert live.house.recipients.wants_second_eyes(actor(live, "unity"))
    tess = await at(browse, "tess", "/organisation/recipients")
    assert "Yes, an adviser looks" in tess.text
    assert (await post(tess, second_eyes="no")).page.status_code == 403
