"""Answers that could give something away: they are the same, right or wrong."""

import ast
import re

import httpx2
import pytest
from argon2 import PasswordHasher

from adapters import passwords
from adapters.passwords import new_locator
from casework.entering import Given
from casework.notice_reading import NotRight
from domain.access import NOWHERE
from domain.people import Role
from tests.architecture.sources import files, tree
from tests.live import Live, submit, until
from tests.web.recipients import WRONG, Shared, browser, share, without_tokens
from tests.web.second_channels import codes_to, sent_from, with_texts
from tests.web.tellings import sent_code
from tests.web.test_collect_doors import ENDS, _ended

SECRET = re.compile(r"csrf|token|secret")
DATED = ("date", "set-cookie", "location")


def written(sent: Shared) -> dict[str, str]:
    """Addresses that somebody could try where one knows whose link it is."""
    name, _, domain = sent.email.partition("@")
    return {
        "right": sent.email,
        "capitals": sent.email.upper(),
        "spaces": f" {sent.email} ",
        "another person": f"somebody.else@{domain}",
        "elsewhere": f"{name}@another.example",
        "a dot less": f"{name.replace('.', '')}@{domain}",
        "a dot more": f"{name[0]}.{name[1:]}@{domain}",
        "a plus": f"{name}+more@{domain}",
        "another dot": f"{name}@{domain}.example",
        "accented": f"{name.replace('a', 'á')}@{domain}",
    }


def likeness(answer: httpx2.Response) -> tuple[object, ...]:
    """All that somebody could tell one answer from another by."""
    cookies = [
        cookie.split("=", 1)[0] + cookie.partition(";")[2]
        for cookie in answer.headers.get_list("set-cookie")
    ]
    headers = [pair for pair in answer.headers.multi_items() if pair[0] not in DATED]
    location = without_tokens(answer.headers.get("location", ""))
    text = without_tokens(answer.text)
    return answer.status_code, location, len(text), text, headers, cookies


async def gives(live: Live, link: str, email: str) -> list[tuple[object, ...]]:
    """What a browser of its own sees on the way to the page for the code."""
    async with browser(live) as web:
        door = f"/c/{link}"
        shown = await web.get(door)
        web.follow_redirects = False
        posted = await submit(web, door, {"email": email}, to=f"{door}/start")
        code = await web.get(f"{door}/code")
        again = await submit(web, f"{door}/code", {}, to=f"{door}/new-code")
    return [likeness(each) for each in (shown, posted, code, again)]


async def test_ss_41_every_address_is_answered_alike_at_every_link(live: Live) -> None:
    place = with_texts(live)
    sent = await sent_from(live, place)
    tried = written(sent)
    first = await gives(live, sent.locator, tried["right"])
    assert first[1][0] == 303
    for kind, email in tried.items():
        assert await gives(live, sent.locator, email) == first, kind
    assert await gives(live, new_locator(), tried["right"]) == first

    async def came() -> bool:
        return len(codes_to(live, place)) >= 3

    await until(came)
    with live.house.storehouse.reading() as store:
        lines = store.release_log.of(sent.parcel().id)
    assert len([e for e in lines if e.line.what == "code_sent"]) == 3


async def test_ss_41_what_is_no_address_is_said_so_at_every_link(live: Live) -> None:
    sent = await share(live)
    for email in ("@estuary.example", "rae", "rae@", "a b@c.example", ""):
        here = await gives(live, sent.locator, email)
        assert here == await gives(live, new_locator(), email)
        assert here[1][0] == 422


async def test_ss_42_a_wrong_code_is_answered_alike_at_every_link(live: Live) -> None:
    sent = await share(live)
    links = {"live": sent.locator, "unknown": new_locator()}
    for name in ENDS:
        links[name] = (await _ended(live, name)).locator
    said = {}
    for name, link in links.items():
        async with browser(live) as web:
            door = f"/c/{link}"
            await submit(web, door, {"email": sent.email}, to=f"{door}/start")
            answer = await submit(web, f"{door}/code", {"code": WRONG})
            said[name] = likeness(answer)
    assert said["live"][0] == 422
    unlike = [name for name, likened in said.items() if likened != said["live"]]
    assert unlike == []


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was compared with, each time that a hash was really worked out."""
    compared: list[str] = []
    real = passwords._verify

    def verify(hasher: PasswordHasher, given: str, against: str) -> bool:
        compared.append(against.rpartition("$")[0].rpartition("$")[0])
        return real(hasher, given, against)

    monkeypatch.setattr(passwords, "_verify", verify)
    return compared


async def test_ss_42_a_notice_costs_one_hash_whatever_the_code(
    live: Live, hashes: list[str]
) -> None:
    _, code = await sent_code(live)
    reading = live.house.notice_reading
    hashes.clear()
    for number, given in enumerate((code, "0000-0000", "", code[:4])):
        cookie = reading.visit(None).cookie
        with pytest.raises(NotRight):
            reading.open(cookie, given, "wrong", f"198.18.0.{number}")
    assert len(hashes) == 4
    assert len(set(hashes)) == 1


async def test_ss_42_signing_in_costs_one_hash_whoever_it_is(
    live: Live, hashes: list[str]
) -> None:
    live.newcomer("wynn", Role.PRACTITIONER)
    entering = live.house.entering
    for number, email in enumerate((live.logins["wynn"].email, "no@body.example")):
        given = Given("wrong", f"198.18.1.{number}")
        assert entering.by_password(email, given, NOWHERE) is None
    assert len(hashes) == 2
    assert len(set(hashes)) == 1


def test_ss_42_tokens_are_compared_in_constant_time() -> None:
    """A token that is compared letter by letter can be guessed letter by letter."""
    for file in files("web", "api", "casework"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Compare):
                asked = ast.unparse(node)
                equal = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
                assert not (equal and SECRET.search(asked)), f"{file}: {asked}"
