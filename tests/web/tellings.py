"""Something shared about two people, and what one of them is told."""

import re
from dataclasses import replace
from email.message import Message
from itertools import count

from casework.person_notices import Wanted, Written
from cli.demo import Player
from domain import acts
from domain.content import Individual
from domain.informing import Method, Told
from domain.person_notices import Version, digest_of
from tests.live import Live, until
from tests.web.conftest import Browse
from tests.web.desk_work import actor, staff
from tests.web.walking import Walker

_cases = count(640_001, 3)
CODE = re.compile(r"Your code is (\w{4}-\w{4})")
DIGEST = re.compile(r'name="digest" value="(\w*)"')
TEXT = re.compile(r'<textarea[^>]*name="text"[^>]*>([^<]*)<', re.DOTALL)


async def shared_about(
    live: Live, *, secret: bool = False, email: str = ""
) -> tuple[str, str]:
    """A case of Pat's that was shared, and the safe address of the first person."""
    number = next(_cases)
    email = email or f"orla{number}@fennimore.example"
    player = Player(live.house, staff(live), number)
    people = (
        Individual(
            "person-1", "Orla Fennimore", "2008-03-27", "pupil", safe_email=email
        ),
        Individual("person-2", "Casper Nettlebed", protected_address=secret),
    )
    content = replace(player._content(), individuals=people)
    reference = (await live.house.desk.open(actor(live, "pat"), content)).reference
    await player._be_unsure(reference)
    await player._approve(reference)
    return reference, email


async def to_be_written(
    live: Live, reference: str, method: Method = Method.EMAIL
) -> None:
    """Pat decides that Orla is told with a text."""
    pat = actor(live, "pat")
    await live.house.desk.do(
        pat,
        reference,
        lambda id, at, case: acts.Inform(
            id, pat, at, "person-1", Told.YES, method, None, True
        ),
        words={"reason": "She asked to be told."},
    )


async def at_the_text(live: Live, browse: Browse, reference: str) -> Walker:
    """Pat at the page with the text for Orla."""
    web = await browse("pat")
    walker = Walker(web, await web.get(f"/requests/{reference}/people/person-1/notice"))
    return await walker.send({"version": "plain", "named": "no"})


async def approved(walker: Walker, text: str | None = None, word: str = "") -> Walker:
    """Look at the text, changed or not, and approve it."""
    given = text if text is not None else TEXT.findall(walker.page.text)[0]
    if text is not None:
        await walker.send({"text": given, "look": "yes"})
    digest = DIGEST.findall(walker.page.text)[0]
    return await walker.send({"text": given, "digest": digest, "word": word})


async def mail_to(live: Live, email: str) -> Message:
    """The newest message to this address."""

    async def came() -> bool:
        return any(each["To"] == email for each in live.mail())

    await until(came)
    return next(each for each in live.mail() if each["To"] == email)


async def sent_code(live: Live, word: str = "") -> tuple[str, str]:
    """A text that went to Orla by e-mail: the case, and her code."""
    reference, email = await shared_about(live)
    await to_be_written(live, reference)
    pat, notices = actor(live, "pat"), live.house.person_notices
    text = notices.draft(pat, reference, Wanted("person-1", Version.PLAIN))
    written = Written("person-1", Version.PLAIN, text, digest_of(text), word)
    await notices.write(pat, reference, written)
    message = await mail_to(live, email)
    return reference, CODE.findall(str(message.get_payload()))[0]
