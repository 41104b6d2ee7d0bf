"""Two or three people at once, each in a browser of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser

from domain.case import Case
from domain.stages import Ending
from tests.browser import journeys
from tests.browser.person import Person, at_a_phone
from tests.live import Live, until

pytestmark = pytest.mark.browser
QUESTIONS = ("Q4", "K1", "K2", "K3", "K4")
FIRST = "Answer by Ada: a visit cannot wait."
SECOND = "Answer by Ben: early help comes first."


@dataclass(frozen=True)
class School:
    """Pat asks; Ada and Ben advise. Everybody is signed in."""

    live: Live
    pat: Person
    ada: Person
    ben: Person

    def task(self, case: str) -> str:
        with self.live.house.storehouse.reading() as store:
            task = store.tasks.live(case)
        assert task is not None
        return f"/tasks/{task.id}"

    def outcome(self, case: str) -> tuple[Ending | None, bool]:
        """How a case ended, if it did, and whether anything left."""
        found = self._case(case)
        return found.ending, found.release is not None

    def approved(self, case: str) -> bool:
        """Whether an adviser's approval counts."""
        return bool(self._case(case).valid_approvals)

    def _case(self, case: str) -> Case:
        everybody = self.live.house.accounts.all()
        email = self.live.logins["pat"].email
        (pat,) = [each.actor for each in everybody if each.profile.email == email]
        return self.live.house.views.case(pat, case).case


@pytest.fixture(scope="module")
def at_school(live: Live, chromium: Browser) -> "Opened":
    return Opened(live, chromium)


@dataclass(frozen=True)
class Opened:
    """Opens the three browsers, for each play anew."""

    live: Live
    chromium: Browser

    @asynccontextmanager
    async def school(self) -> AsyncIterator[School]:
        async with AsyncExitStack() as open_:
            people = []
            for user in ("pat", "ada", "ben"):
                browser = at_a_phone(self.chromium, self.live)
                person = await open_.enter_async_context(browser)
                await journeys.signs_in(person, self.live, user)
                people.append(person)
            yield School(self.live, *people)


async def decides(person: Person, task: str, choice: str, reason: str) -> None:
    """As far as the button that decides."""
    await person.goes_to(f"{task}/decision?choice={choice}")
    for question in QUESTIONS if choice == "approve" else ():
        await person.page.locator(f"[name={question}][value=yes]").check()
    await person.page.get_by_label("Your reason").fill(reason)


async def press_at_once(*pressed: tuple[Person, str]) -> None:
    """Each presses their button; what they come to is looked at afterwards."""

    async def press(person: Person, button: str) -> None:
        await person.page.get_by_role("button", name=button).first.click()
        await person.page.wait_for_load_state()
        person.complaints.clear()  # a refusal is no complaint

    await asyncio.gather(*(press(*each) for each in pressed))


async def test_a_practitioner_and_two_advisers_work_side_by_side(
    at_school: Opened,
) -> None:
    async with at_school.school() as school:
        pat, ada, ben = school.pat, school.ada, school.ben
        await journeys.a_case_with_an_adviser(school.live, 5101)
        await ada.goes_to("/tasks")
        top = ada.page.locator("a.app-table__task").first
        before = await top.bounding_box()
        case = await journeys.a_case_with_an_adviser(school.live, 5104)
        await ada.sees("The list has changed:")
        assert await top.bounding_box() == before
        await ada.presses("Refresh")
        await ada.presses(case)
        await ada.presses("Take this task")
        await ben.goes_to(school.task(case))
        await ben.sees("Ada Obi has had this task since")
        await ben.sees("Ada Obi opened this at")
        heading = ada.page.get_by_role("heading", name="Your decision")
        place = await heading.bounding_box()
        await ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await ada.sees("Ben Cole opened this at")
        assert await heading.bounding_box() == place
        await ada.shot("also-open")
        await ada.page.get_by_role("radio", name="Ask the practitioner").check()
        await ada.presses("Continue")
        await ada.page.locator("[name=question]").fill("Who else has seen this?")
        await ada.page.locator("main button").first.click()
        await ada.sees("What happens next")
        await pat.goes_to(f"/requests/{case}")
        await pat.presses("Reply to the adviser")
        await pat.page.locator("[name=reply]").fill("Her class teacher.")
        await pat.page.locator("main button").first.click()
        await pat.sees("Your request is with an adviser")
        await pat.shot("replied")
        await decides(ada, school.task(case), "approve", FIRST)
        await ada.page.get_by_label("What should they do with it").fill(
            "Ring before you visit."
        )
        await ada.presses("Approve the sharing")
        await ada.sees("You approved the sharing")
        await pat.goes_to(f"/requests/{case}")
        await pat.reloads_until_seeing("read out these four words")
        await pat.sees("Ring before you visit.")
        await pat.shot("shared")


async def test_of_two_who_decide_at_once_one_wins_and_the_other_keeps_their_words(
    at_school: Opened,
) -> None:
    async with at_school.school() as school:
        ada, ben = school.ada, school.ben
        case = await journeys.a_case_with_an_adviser(school.live, 5107)
        task = school.task(case)
        await decides(ada, task, "decline", FIRST)
        await decides(ben, task, "decline", SECOND)
        button = "Confirm not to share"
        await press_at_once((ada, button), (ben, button))
        winner, loser = (ada, ben) if ada.page.url.endswith("/done") else (ben, ada)
        assert winner.page.url.endswith("/done")
        name = "Ada Obi" if winner is ada else "Ben Cole"
        await loser.looks_over()
        await loser.sees("What you sent has not been applied.")
        assert name in await loser.page.locator("main").inner_text()
        await loser.sees(SECOND if winner is ada else FIRST)


async def test_approved_and_withdrawn_at_once_is_one_of_them_and_both_are_told(
    at_school: Opened,
) -> None:
    async with at_school.school() as school:
        pat, ada = school.pat, school.ada
        case = await journeys.a_case_with_an_adviser(school.live, 5110)
        await decides(ada, school.task(case), "approve", FIRST)
        await pat.goes_to(f"/requests/{case}/withdraw")
        await pat.page.get_by_label("Why").first.fill("The family asked for help.")
        withdraw = await pat.page.locator("main button").first.inner_text()
        await press_at_once((ada, "Approve the sharing"), (pat, withdraw))

        async def is_settled() -> bool:
            ending, left = school.outcome(case)
            return left or ending is not None

        await until(is_settled)
        ending, left = school.outcome(case)
        assert (ending is Ending.WITHDRAWN) is not left
        if not left and school.approved(case):
            # Taken back after the approval, and before anything had left: both hold.
            return
        late = pat if left else ada
        await late.looks_over()
        await late.sees("What you sent has not been applied.")
        await late.sees("The family asked for help." if late is pat else FIRST)


# With the keyboard alone, and on every page of the advisers' side


PAGES = {
    "ada": (
        "/tasks", "/tasks/find", "/tasks/views", "/tasks/views/new?due=today",
        "/advisers", "/account", "/account/away", "/account/conflicts",
        "/account/notices", "/organisation", "/organisation/teams",
    ),
    "gus": (
        "/organisation/teams/new", "/organisation/calendar", "/organisation/on-call",
        "/rules", "/rules/check",
    ),
    "ola": (
        "/operations", "/operations/cases", "/operations/views",
        "/operations/views/new?stage=gathering",
    ),
}  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_every_page_of_the_staff_fits_a_phone_and_goes_by_keyboard(
    live: Live, chromium: Browser, script: bool
) -> None:
    for user, pages in PAGES.items():
        async with at_a_phone(chromium, live, script=script) as person:
            await journeys.signs_in(person, live, user)
            for page in pages:
                await person.goes_to(page)
                if script:
                    assert await never_reached(person) == set(), page


NAMED = "e => e.name || e.innerText"


async def never_reached(person: Person) -> set[str]:
    """The fields and buttons of a page to which the Tab key does not come."""
    wanted = set[str](
        await person.page.eval_on_selector_all(
            "main :is(input:not([type=hidden]), select, textarea, button)",
            f"all => all.filter(e => e.checkVisibility()).map({NAMED})",
        )
    )
    for _ in range(120 + 4 * len(wanted)):  # other tests fill the list as well
        if not wanted:
            break
        await person.page.keyboard.press("Tab")
        here = await person.page.evaluate(f"({NAMED})(document.activeElement)")
        wanted.discard(here)
    return wanted


async def test_a_task_is_decided_with_the_keyboard_alone(
    live: Live, chromium: Browser
) -> None:
    case = await journeys.a_case_with_an_adviser(live, 5113)
    async with at_a_phone(chromium, live) as ada:
        await journeys.signs_in(ada, live, "ada")
        keyboard, page = ada.page.keyboard, ada.page
        await ada.goes_to(f"/tasks?text={case}")
        await tab_to(ada, case)
        await keyboard.press("Enter")
        await page.wait_for_url("**/tasks/T-*")
        await tab_to(ada, "choice")
        for _ in range(2):
            await keyboard.press("ArrowDown")  # to "Do not share"
        await keyboard.press("Enter")
        await page.wait_for_url("**/decision?choice=decline")
        await tab_to(ada, "reason")
        await keyboard.type("Early help is enough for now.")
        await tab_to(ada, "Confirm not to share")
        await keyboard.press("Enter")
        await page.wait_for_url("**/done")
        await ada.sees("You decided not to share")


async def tab_to(person: Person, wanted: str) -> None:
    for _ in range(150):
        await person.page.keyboard.press("Tab")
        here = await person.page.evaluate(f"({NAMED})(document.activeElement)")
        if here == wanted:
            return
    raise AssertionError(f"no way to {wanted} by the Tab key")
