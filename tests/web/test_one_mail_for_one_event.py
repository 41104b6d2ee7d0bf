"""Whatever a recipient does, the sender has one e-mail about it and not two."""

from collections import Counter

import pytest
from sqlmodel import select

from domain.notices import Notice
from storage.mail_tables import MailRow
from tests.live import Live, submit, until
from tests.web.desk_work import actor
from tests.web.recipients import Shared, browser, confirm, read, share


def written_to_sender(live: Live, sent: Shared) -> Counter[str]:
    """What the sender is owed since it left, by kind."""
    pat = actor(live, "pat").id
    wanted = select(MailRow.kind).where(
        MailRow.reference == sent.reference, MailRow.user == pat
    )
    with live.house.storehouse.reading() as store:
        kinds = list(store.session.exec(wanted))
    before = {Notice.NEWS.value, Notice.QUESTION.value}
    return Counter(kind for kind in kinds if kind not in before)


async def all_applied(live: Live, sent: Shared) -> None:
    async def is_quiet() -> bool:
        with live.house.storehouse.reading() as store:
            return store.acts.waiting(sent.reference) == 0

    await until(is_quiet)


@pytest.mark.parametrize(
    ("page", "fields", "to", "kind"),
    [
        ("/problem", {"fault": "cannot_open"}, "/problem", Notice.RECIPIENT_PROBLEM),
        ("/problem", {"fault": "incomplete"}, "/problem", Notice.RECIPIENT_PROBLEM),
        ("/items", {}, "/more-time", Notice.MORE_TIME),
        ("/not-me", {}, "/not-me", Notice.NOT_FOR_ME),
    ],
    ids=["cannot open", "incomplete", "more time", "not for me"],
)
async def test_what_a_recipient_says_twice_is_one_email_to_the_sender(
    live: Live, page: str, fields: dict[str, str], to: str, kind: Notice
) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        for _ in range(2):
            await submit(web, sent.path(page), fields, to=sent.path(to))
    await all_applied(live, sent)
    assert written_to_sender(live, sent) == {kind.value: 1}


async def test_a_receipt_and_what_came_of_it_are_one_email_each(live: Live) -> None:
    sent = await share(live)
    async with browser(live) as web:
        await read(web, sent)
        await confirm(web, sent)
        await all_applied(live, sent)
        assert written_to_sender(live, sent) == {Notice.RELEASE_NEWS.value: 1}
        said = {"feedback": "information", "said": "We have put it on file."}
        answer = await submit(web, sent.path("/feedback"), said)
        assert answer.url.path == sent.path("/thanks")
    await all_applied(live, sent)
    assert written_to_sender(live, sent) == {
        Notice.RELEASE_NEWS.value: 1,
        Notice.FEEDBACK_CAME.value: 1,
    }
