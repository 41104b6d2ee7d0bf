"""What organisations settle, now or later, and the record of it, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.clock import now
from adapters.rulebook import Rulebook
from casework.calendars import Calendars
from casework.changes import ChangeLine, Changes, WantedChanges, rows_of
from casework.entering import FirstStep
from casework.notice_templates import NoticeTemplates
from casework.organisation import Governance
from casework.organisation_plans import PlannedChanges, PlanWatch, begin_due
from casework.recipient_directory import GivenEntry, RecipientDirectory
from casework.retention_classes import RetentionClasses
from casework.rulebooks import Rulebooks, RuleChoice
from casework.sessions import Waits
from casework.teams import GivenTeam, Teams, mark_of_team
from casework.terms import Binding
from domain.calendar import Nation
from domain.cover import day_of
from domain.deadlines import EMERGENCY
from domain.errors import NotAccepted, NotAllowed, RuleBroken, Why
from domain.graph import Priority
from domain.organisation import POLICIES, ChangeKind, Collecting, Manner, Matter
from domain.people import SYSTEM, Actor, Role
from domain.person_notices import DEFAULTS, Version
from domain.teams import SAFEGUARDING, Member
from domain.terms import ApprovalPolicy, Timings
from storage.accounts import Account, Organisation, Profile
from storage.cases import terms_of
from storage.store import Storehouse
from tests import builders
from tests.builders import NOON
from tests.storage.shelf import Shelf

DAY = timedelta(days=1)
TOMORROW = day_of(now()) + DAY
NEXT_WEEK = day_of(now()) + 7 * DAY
LATER = Manner(begins_on=NEXT_WEEK)


@pytest.fixture
def chief(storehouse: Storehouse) -> Actor:
    """The administrator of an organisation that no other test knows."""
    place = builders.fresh("weir")
    ours = Organisation(place, "Weir School", "01632 960700", "HMG-2018", "always")
    with storehouse.writing() as store:
        store.accounts.keep_organisation(ours)
    return Actor(builders.fresh("chief"), (Role.ADMINISTRATOR,), place)


@pytest.fixture
def books(storehouse: Storehouse) -> Rulebooks:
    return Rulebooks(storehouse, Rulebook())


@pytest.fixture
def governance(storehouse: Storehouse, books: Rulebooks) -> Governance:
    return Governance(storehouse, books)


@pytest.fixture
def planned(storehouse: Storehouse) -> PlannedChanges:
    return PlannedChanges(storehouse)


def lines(storehouse: Storehouse, actor: Actor) -> list[ChangeLine]:
    return Changes(storehouse).page(actor, WantedChanges()).items


def comes(storehouse: Storehouse, actor: Actor, today: date) -> None:
    """A day on which whatever was planned until then begins."""
    with storehouse.writing() as store:
        begin_due(store, actor.organisation, today)


def refused(no: pytest.ExceptionInfo[NotAccepted]) -> tuple[Why, str | None]:
    return no.value.why, no.value.about


# At once


def test_a_change_is_on_record_with_both_values_by_whom_and_why(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    why = Manner(reason="We moved")
    governance.settle(chief, {"telephone": "01632 960701"}, why)
    assert governance.now(chief).telephone == "01632 960701"
    [line] = lines(storehouse, chief)
    assert (line.matter, line.kind) == (Matter.NAME, ChangeKind.CHANGED)
    assert (line.user, line.reason, line.begins_on) == (chief.id, "We moved", None)
    [field] = line.fields
    assert (field.label, field.before, field.after) == (
        "Telephone",
        "01632 960700",
        "01632 960701",
    )


def test_what_is_so_already_is_no_change(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    for _ in range(2):
        governance.settle(chief, {"marking": "Official"}, Manner())
    assert len(lines(storehouse, chief)) == 1


def test_everything_is_settled_or_nothing(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    before = governance.now(chief)
    with pytest.raises(NotAccepted) as no:
        governance.settle(chief, {"name": "Weir", "marking": "x" * 81}, Manner())
    assert refused(no) == (Why.MARKING_TOO_LONG, "marking")
    assert governance.now(chief) == before
    assert lines(storehouse, chief) == []


def test_somebody_else_s_change_meanwhile_is_said(
    chief: Actor, governance: Governance
) -> None:
    seen = governance.mark(chief, Matter.MARKING)
    governance.settle(chief, {"marking": "Official"}, Manner(seen=seen))
    governance.settle(chief, {"marking": "Official"}, Manner(seen=seen))  # once more
    with pytest.raises(RuleBroken) as no:
        governance.settle(chief, {"marking": "Secret"}, Manner(seen=seen))
    assert no.value.why is Why.CHANGED_MEANWHILE
    assert governance.now(chief).marking == "Official"


def test_what_is_planned_meanwhile_counts_as_a_change_too(
    chief: Actor, governance: Governance
) -> None:
    seen = governance.mark(chief, Matter.MARKING)
    governance.settle(chief, {"marking": "Later"}, LATER)
    with pytest.raises(RuleBroken):
        governance.settle(chief, {"marking": "Now"}, Manner(seen=seen))


def test_the_mark_of_all_policies_stands_for_each(
    chief: Actor, governance: Governance
) -> None:
    seen = governance.mark(chief, *POLICIES)
    given = {"marking": "Official", "second_step": True}
    governance.settle(chief, given, Manner(seen=seen))
    with pytest.raises(RuleBroken):
        governance.settle(chief, {"name": "W", "marking": ""}, Manner(seen=seen))


def test_only_what_the_rules_offer_can_be_usual(
    chief: Actor, governance: Governance
) -> None:
    usual = {"basis": {"option": "public_task", "fields": {"function": "Section 47"}}}
    governance.settle(chief, {"usual": usual}, Manner())
    assert governance.now(chief).usual == usual
    for wrong, about in (
        ({"moon": {"option": "full", "fields": {}}}, "usual-moon"),
        ({"basis": {"option": "magic", "fields": {}}}, "usual-basis"),
        ({"basis": {"option": "public_task", "fields": {"x": "1"}}}, "usual-basis-x"),
    ):
        with pytest.raises(NotAccepted) as no:
            governance.settle(chief, {"usual": wrong}, Manner())
        assert refused(no) == (Why.NOT_OFFERED, about)


def test_an_organisation_can_ask_for_more_than_a_password_where_nobody_else_does(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    profile = Profile("Chief", f"{chief.id}@weir.example")
    account = Account(chief, profile, "hash")
    asks = Actor(chief.id, (Role.PRACTITIONER,), chief.organisation)
    with storehouse.reading() as store:
        assert FirstStep(required=False).waits(store, account) is Waits.NOTHING
    governance.settle(chief, {"second_step": True}, Manner())
    with storehouse.reading() as store:
        assert FirstStep(required=False).waits(store, account) is Waits.SET_UP
        assert not FirstStep(required=True).is_needed(store, asks)


# On a later day


def test_until_its_day_it_is_as_it_was_and_from_then_on_otherwise(
    storehouse: Storehouse,
    chief: Actor,
    governance: Governance,
    planned: PlannedChanges,
) -> None:
    governance.settle(chief, {"approval": "when_unsure"}, LATER)
    assert governance.now(chief).approval is ApprovalPolicy.ALWAYS
    [plan] = planned.all(chief)
    assert (plan.until, plan.begins_on) == (NEXT_WEEK - DAY, NEXT_WEEK)
    assert plan.fields[0].before.endswith("every request")
    comes(storehouse, chief, NEXT_WEEK - DAY)
    assert governance.now(chief).approval is ApprovalPolicy.ALWAYS
    comes(storehouse, chief, NEXT_WEEK)
    assert governance.now(chief).approval is ApprovalPolicy.WHEN_UNSURE
    assert planned.all(chief) == []
    begun, made = lines(storehouse, chief)
    assert (begun.kind, made.kind) == (ChangeKind.BEGUN, ChangeKind.PLANNED)
    assert begun.begins_on == made.begins_on == NEXT_WEEK
    assert begun.fields == made.fields


def test_several_days_follow_each_other(
    storehouse: Storehouse,
    chief: Actor,
    governance: Governance,
    planned: PlannedChanges,
) -> None:
    governance.settle(chief, {"marking": "Third"}, Manner(NEXT_WEEK + DAY))
    governance.settle(chief, {"marking": "Second"}, Manner(NEXT_WEEK))
    first, second = (plan.fields[0] for plan in planned.all(chief))
    assert (first.before, first.after) == ("Nothing", "Second")
    assert (second.before, second.after) == ("Second", "Third")
    comes(storehouse, chief, NEXT_WEEK + DAY)  # nobody looked for two days
    assert governance.now(chief).marking == "Third"


def test_two_changes_cannot_begin_on_one_day_and_a_double_click_is_one(
    chief: Actor, governance: Governance, planned: PlannedChanges
) -> None:
    seen = governance.mark(chief, Matter.MARKING)
    for _ in range(2):
        governance.settle(chief, {"marking": "A"}, replace(LATER, seen=seen))
    with pytest.raises(NotAccepted) as no:
        governance.settle(chief, {"marking": "B"}, LATER)
    assert refused(no) == (Why.ALREADY_PLANNED, "begins_on")
    governance.settle(chief, {"approval": "when_unsure"}, LATER)  # another matter
    assert len(planned.all(chief)) == 2


def test_a_day_that_is_over_and_a_change_of_nothing_are_refused(
    chief: Actor, governance: Governance
) -> None:
    yesterday = Manner(day_of(now()) - DAY)
    with pytest.raises(NotAccepted) as no:
        governance.settle(chief, {"marking": "A"}, yesterday)
    assert refused(no) == (Why.DATE_PAST, "begins_on")
    with pytest.raises(NotAccepted) as no:
        governance.settle(chief, {"marking": ""}, LATER)
    assert refused(no) == (Why.SO_ALREADY, "begins_on")


def test_it_can_be_taken_back_before_it_begins_and_once(
    storehouse: Storehouse,
    chief: Actor,
    governance: Governance,
    planned: PlannedChanges,
) -> None:
    governance.settle(chief, {"marking": "A"}, LATER)
    [plan] = planned.all(chief)
    planned.take_back(chief, plan.id, "Not yet")
    assert planned.all(chief) == []
    comes(storehouse, chief, NEXT_WEEK)
    assert governance.now(chief).marking == ""
    line = lines(storehouse, chief)[0]
    assert (line.kind, line.reason) == (ChangeKind.TAKEN_BACK, "Not yet")
    assert (line.fields[0].before, line.fields[0].after) == ("A", "Nothing")
    with pytest.raises(RuleBroken) as no:
        planned.take_back(chief, plan.id)
    assert no.value.why is Why.HAS_BEGUN


def test_nobody_elsewhere_sees_it_or_takes_it_back(
    storehouse: Storehouse,
    chief: Actor,
    governance: Governance,
    planned: PlannedChanges,
) -> None:
    governance.settle(chief, {"marking": "A"}, LATER)
    [plan] = planned.all(chief)
    other = Actor("far", (Role.ADMINISTRATOR,), builders.ELSEWHERE)
    assert plan.id not in [each.id for each in planned.all(other)]
    with pytest.raises(RuleBroken):
        planned.take_back(other, plan.id)
    ours = {line.id for line in lines(storehouse, chief)}
    assert not ours & {line.id for line in lines(storehouse, other)}


def test_what_was_missed_begins_by_itself_on_the_next_round(
    storehouse: Storehouse,
    chief: Actor,
    governance: Governance,
    planned: PlannedChanges,
) -> None:
    governance.settle(chief, {"marking": "A"}, LATER)
    with storehouse.writing() as store:
        [plan] = store.plans.of(chief.organisation)
        store.plans.drop(plan.id)
        store.plans.add(replace(plan, begins_on=day_of(now()) - DAY))
    PlanWatch(storehouse).round()
    assert governance.now(chief).marking == "A"
    PlanWatch(storehouse).round()
    kinds = [line.kind for line in lines(storehouse, chief)]
    assert kinds == [ChangeKind.BEGUN, ChangeKind.PLANNED]


def test_a_new_case_lets_begin_what_is_due_and_a_running_one_stays_bound(
    storehouse: Storehouse, chief: Actor, governance: Governance, books: Rulebooks
) -> None:
    asking = Actor("wren", (Role.PRACTITIONER,), chief.organisation)
    old, new = builders.fresh("SR-OLD"), builders.fresh("SR-NEW")
    binding = Binding(books, Timings())
    with storehouse.writing() as store:
        binding.bind(store, asking, old, None)
    given = {"approval": "two_for_sensitive", "collecting": Collecting(5, 2, 1)}
    governance.settle(chief, given, Manner(TOMORROW))
    calendars = Calendars(storehouse)
    fast = replace(EMERGENCY, again=replace(EMERGENCY.again, minutes=7))
    calendars.settle_chain(chief, Priority.EMERGENCY, fast, Manner())
    times = calendars.times(chief)
    calendars.settle(chief, replace(times, nation=Nation.SCOTLAND))
    with storehouse.writing() as store:
        for plan in store.plans.of(chief.organisation):  # midnight has passed
            store.plans.drop(plan.id)
            store.plans.add(replace(plan, begins_on=day_of(now())))
    with storehouse.writing() as store:
        binding.bind(store, asking, new, None)
    with storehouse.reading() as store:
        was, will = (terms_of(store.session, each) for each in (old, new))
    assert was.approval is ApprovalPolicy.ALWAYS
    assert was.timings.available_for == timedelta(days=14)
    assert was.chain(Priority.EMERGENCY) == EMERGENCY
    assert will.approval is ApprovalPolicy.TWO_FOR_SENSITIVE
    assert will.timings.available_for == timedelta(days=5)
    assert will.timings.reminder_before == timedelta(days=1)
    assert will.chain(Priority.EMERGENCY) == fast
    assert was.calendar != will.calendar


# What else is settled, and put on record


def test_hours_chains_rules_and_texts_can_begin_later(
    storehouse: Storehouse, chief: Actor, books: Rulebooks, planned: PlannedChanges
) -> None:
    calendars, texts = Calendars(storehouse), NoticeTemplates(storehouse)
    version, own = Version.PLAIN, f"{DEFAULTS[Version.PLAIN]}\n\nOurs."
    fast = replace(EMERGENCY, again=replace(EMERGENCY.again, minutes=7))
    before = calendars.times(chief)
    calendars.settle(chief, replace(before, nation=Nation.WALES), LATER)
    calendars.settle_chains(chief, {Priority.EMERGENCY: fast}, LATER)
    books.choose(chief, RuleChoice("DFE-2024", ()), LATER)
    texts.settle(chief, version, own, LATER)
    assert calendars.times(chief) == before
    assert calendars.chains(chief)[Priority.EMERGENCY] == EMERGENCY
    assert books.choice(chief).default == "HMG-2018"
    assert not texts.of(chief, version).is_own
    matters = [plan.topic.matter for plan in planned.all(chief)]
    assert matters == [Matter.CHAINS, Matter.HOURS, Matter.NOTICE, Matter.RULES]
    comes(storehouse, chief, NEXT_WEEK)
    assert calendars.times(chief).nation is Nation.WALES
    assert calendars.chains(chief)[Priority.EMERGENCY] == fast
    assert books.choice(chief).default == "DFE-2024"
    assert texts.of(chief, version).is_own
    texts.restore(chief, version)
    assert not texts.of(chief, version).is_own
    assert lines(storehouse, chief)[0].fields[0].after == "As usual"


def test_a_team_is_on_record_with_its_members_as_codes_and_shown_by_name(
    storehouse: Storehouse, chief: Actor, books: Rulebooks
) -> None:
    user = builders.fresh("tess")
    adviser = Actor(user, (Role.ADVISER,), chief.organisation)
    profile = Profile("Tess Weir", f"{user}@weir.example")
    with storehouse.writing() as store:
        store.accounts.add(Account(adviser, profile, "hash"), NOON)
    teams = Teams(storehouse, books)
    given = GivenTeam("Law", ("legal",), (Member(user),))
    team = teams.add(chief, given)
    teams.change(chief, team.id, replace(given, members=()))
    teams.remove(chief, team.id)
    gone, changed, added = lines(storehouse, chief)
    assert added.about == changed.about == gone.about == "Law"
    assert ("Who is in it", "Tess Weir (member)") in [
        (each.label, each.after) for each in added.fields
    ]
    assert [each.before for each in changed.fields] == ["Tess Weir (member)"]
    assert [each.after for each in gone.fields] == ["Nothing", "Nothing"]
    with storehouse.reading() as store:
        [_, kept, _] = store.changes.page(
            chief.organisation, Matter.TEAM, WantedChanges().wanted, None, 9
        )
    assert kept.body.differences[0].before == f"{user} member"


def test_a_team_with_an_open_task_stays_until_another_answers(
    storehouse: Storehouse, shelf: Shelf, chief: Actor, books: Rulebooks
) -> None:
    teams, place = Teams(storehouse, books), chief.organisation
    team = teams.add(chief, GivenTeam("Leads", (SAFEGUARDING,)))
    asking = Actor(builders.fresh("wat"), (Role.PRACTITIONER,), place)
    doubt = builders.an_answer(builders.DOUBTFUL, asking, send=True)
    shelf.take(shelf.case(asking), doubt)
    with pytest.raises(RuleBroken) as no:
        teams.remove(chief, team.id)
    assert no.value.why is Why.TEAM_HAS_TASKS
    teams.change(chief, team.id, GivenTeam("Leads"))
    with pytest.raises(RuleBroken) as no:
        teams.remove(chief, team.id, mark_of_team(team))
    assert no.value.why is Why.CHANGED_MEANWHILE
    teams.remove(chief, team.id)
    assert teams.all(chief) == []


def test_of_a_recipient_only_that_something_was_changed(
    storehouse: Storehouse, chief: Actor
) -> None:
    directory = RecipientDirectory(storehouse)
    adviser = replace(chief, roles=(Role.ADVISER,))
    given = GivenEntry("Rae Tarn", "Nurse", "Tarn Clinic", "rae@tarn.example", "")
    entry = directory.add(adviser, given)
    directory.change(adviser, entry.contact.id, replace(given, name="Ray"), 1)
    changed, added = lines(storehouse, chief)
    assert changed.subject == entry.contact.id
    assert [each.field for each in changed.fields] == ["name"]
    for line in (changed, added):
        assert line.about == ""
        assert all(each.hidden and not each.after for each in line.fields)
    heads, row = rows_of([changed])
    assert len(heads) == len(row)
    assert "Rae" not in " ".join(row)


def test_a_kind_of_record_is_on_record_with_its_years(
    storehouse: Storehouse, chief: Actor
) -> None:
    classes = RetentionClasses(storehouse)
    kind = classes.all(chief)[0]
    classes.lengthen(chief, kind.code, kind.years + 1, reason="Our schedule")
    classes.lengthen(chief, kind.code, kind.years + 1)
    [line] = lines(storehouse, chief)
    assert (line.about, line.reason) == (kind.label, "Our schedule")
    assert line.fields[0].before == str(kind.years)


# The record itself


def test_a_change_can_neither_be_changed_nor_taken_out(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    governance.settle(chief, {"marking": "A"}, Manner())
    for change in (
        "UPDATE organisation_changes SET kind = 'begun'",
        "DELETE FROM organisation_changes",
    ):
        with pytest.raises(DBAPIError), storehouse.writing() as store:
            store.session.connection().execute(text(change))
    assert len(lines(storehouse, chief)) == 1


def test_it_is_read_in_pages_by_matter_person_and_day(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    second = replace(chief, id=builders.fresh("second"))
    for number in range(27):
        governance.settle(chief, {"marking": f"M{number}"}, Manner())
    governance.settle(second, {"name": "Weir"}, Manner())
    changes = Changes(storehouse)
    first = changes.page(chief, WantedChanges())
    rest = changes.page(chief, WantedChanges(), first.next)
    found = [*first.items, *rest.items]
    assert (len(first.items), len(found), rest.next) == (25, 28, None)
    assert all(a.at >= b.at for a, b in pairwise(found))
    assert len(changes.file(chief, WantedChanges(Matter.MARKING))) == 27
    assert len(changes.file(chief, WantedChanges(who=second.id))) == 1
    assert changes.file(chief, WantedChanges(first_day=TOMORROW)) == []


def test_administrators_and_auditors_read_it_and_nobody_else(
    storehouse: Storehouse, chief: Actor
) -> None:
    changes = Changes(storehouse)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        changes.page(replace(chief, roles=(role,)), WantedChanges())
    for role in (Role.PRACTITIONER, Role.ADVISER, Role.OPERATIONS):
        other = replace(chief, roles=(role,))
        for ask in (changes.page, changes.file):
            with pytest.raises(NotAllowed):
                ask(other, WantedChanges())


def test_only_an_administrator_settles_anything(
    chief: Actor, governance: Governance, planned: PlannedChanges
) -> None:
    governance.settle(chief, {"marking": "A"}, LATER)
    [plan] = planned.all(chief)
    adviser = replace(chief, roles=(Role.ADVISER, Role.OPERATIONS, Role.AUDITOR))
    with pytest.raises(NotAllowed):
        governance.settle(adviser, {"marking": "B"}, Manner())
    with pytest.raises(NotAllowed):
        planned.take_back(adviser, plan.id)


def test_what_the_command_line_changes_is_said_to_come_from_there(
    storehouse: Storehouse, chief: Actor, governance: Governance
) -> None:
    governance.settle(replace(chief, id=SYSTEM), {"marking": "A"}, Manner())
    assert lines(storehouse, chief)[0].by == "The command line"
