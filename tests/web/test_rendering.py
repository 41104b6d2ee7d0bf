"""What every page promises, and the few words the filters write."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import DictLoader

from web.rendering import (
    STATIC,
    TEMPLATES,
    Due,
    clock,
    date,
    due,
    environment,
    in_london,
    moment,
    page,
    short_day,
    static_url,
)

ERROR_PAGES = sorted((TEMPLATES / "errors").glob("*.html"))
ALL_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
INLINE = re.compile(
    r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""",
    re.IGNORECASE,
)


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def shown(name: str, status: int = 200, **context: object) -> str:
    left = {"line": {"reference": "SR-7K3M-9QXD"}, "timeline": []}
    given = {"received_at": NOW, "next_url": "/x", "latest_url": "/y", "left": left}
    given |= context
    return bytes(page(name, status, **given).body).decode()


def rendered(source: str, **context: object) -> str:
    pages = environment().overlay(loader=DictLoader({"page": source}))
    return pages.get_template("page").render(context)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (utc(11, 23, 9, 32), "9:32am"),
        (utc(11, 23, 17), "5pm"),
        (utc(11, 23, 12), "midday"),
        (utc(11, 23, 12, 5), "12:05pm"),
        (utc(11, 23), "midnight"),
        (utc(11, 23, 0, 1), "12:01am"),
        (utc(6, 1, 11), "midday"),
        (utc(6, 1, 23), "midnight"),
        # The clocks go forward at 1am on 29 March and back at 2am on 25 October.
        (utc(3, 29, 0, 59), "12:59am"),
        (utc(3, 29, 1), "2am"),
        # That hour comes twice, so it is said which one it is.
        (utc(10, 25, 0, 59), "1:59am (BST)"),
        (utc(10, 25, 1), "1am (GMT)"),
        (utc(10, 25, 2), "2am"),
    ],
)
def test_a_time_is_said_as_people_say_it_in_london(at: datetime, words: str) -> None:
    assert clock(at) == words


def test_a_day_is_the_day_it_is_in_london() -> None:
    late = utc(6, 30, 23, 30)
    assert date(late) == "1 July 2026"
    assert short_day(late) == "Wed 1 Jul"
    assert moment(late) == "1 July 2026 at 12:30am"
    assert moment(NOW) == "23 November 2026 at 9:30am"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock(datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001 — the very fault


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-50 * 60 * 24, Due("late", "Overdue by 50 days")),
        (-50, Due("late", "Overdue by 50 minutes")),
        (-1, Due("late", "Overdue by 1 minute")),
        (0, Due("soon", "Due now")),
        (59, Due("soon", "Due in 59 minutes")),
        (60, Due("soon", "Due in 1 hour")),
        (8 * 60, Due("soon", "Due in 8 hours")),
        (8 * 60 + 1, Due("ok", "Due in 8 hours")),
        (48 * 60 - 1, Due("ok", "Due in 47 hours")),
        (48 * 60, Due("ok", "Due in 2 days")),
    ],
)
def test_how_urgent_it_is_is_said_in_words(minutes: int, expected: Due) -> None:
    assert due(NOW + timedelta(minutes=minutes), NOW) == expected


def test_an_hour_that_the_clocks_skip_is_not_counted() -> None:
    before, after = utc(3, 29, 0, 30), utc(3, 29, 1, 30)
    assert due(after, before).words == "Due in 1 hour"
    assert due(in_london(after), in_london(before)).words == "Due in 1 hour"


def test_the_filters_are_known_to_templates() -> None:
    source = "{{ at | moment }}, {{ at | short_day }}, {{ (at | due(now)).state }}"
    assert rendered(source, at=NOW, now=NOW) == (
        "23 November 2026 at 9:30am, Mon 23 Nov, soon"
    )


def test_a_static_file_is_marked_by_its_content() -> None:
    assert re.fullmatch(r"/static/app\.css\?v=[0-9a-f]{12}", static_url("app.css"))


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=name_of)
def test_every_template_can_be_read(path: Path) -> None:
    environment().get_template(name_of(path))


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=name_of)
def test_nothing_in_a_template_is_inline_or_trusted_blindly(path: Path) -> None:
    text = path.read_text()
    assert not INLINE.search(text)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|[\"']html[\"']\s*:", text)


@pytest.mark.parametrize("path", ERROR_PAGES, ids=name_of)
@pytest.mark.parametrize("layout", ["base.html", "base_recipient.html"])
def test_every_error_page_is_whole_in_either_frame(path: Path, layout: str) -> None:
    html = shown(name_of(path), layout=layout)
    assert html.count("<h1") == 1
    assert "ring 999 now" in html
    assert re.search(r"<title>.+ - Sharewell</title>", html)
    assert not INLINE.search(html)
    assert ("<script" in html) == (layout == "base.html")


def test_pages_are_not_kept_by_browsers() -> None:
    answer = page("errors/404.html", status=404)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


def test_not_found_says_nothing_about_what_was_looked_for() -> None:
    case = {"reference": "SR-7K3M-9QXD", "sentence": "Not yours.", "who": "Ada Obi"}
    assert shown("errors/404.html", 404) == shown("errors/404.html", 404, **case)


def test_what_is_safely_received_is_never_called_done() -> None:
    html = shown("errors/202.html", 202, reference="SR-7K3M-9QXD")
    assert "Safely received, still being applied" in html
    assert "about SR-7K3M-9QXD" in html
    assert "at 9:30am" in html
    assert not re.search(r"\b(sent to|shared|done|success)\b", html, re.IGNORECASE)


def test_a_conflict_keeps_what_was_typed_and_says_who_was_first() -> None:
    typed = [("Reason", "Line 1\n<b>line 2</b>")]
    html = shown("errors/409.html", 409, who="Ada Obi", at=NOW, typed=typed)
    assert "Ada Obi was first, on 23 November 2026 at 9:30am" in html
    assert "Line 1\n&lt;b&gt;line 2&lt;/b&gt;" in html
    assert 'href="/y"' in html


def test_a_refused_form_says_so_in_the_title() -> None:
    source = '{% extends "base.html" %}{% block title %}A question{% endblock %}'
    whole = environment().from_string(source)
    assert "<title>A question - Sharewell</title>" in whole.render()
    wrong = whole.render(errors={"name": "Enter a name"}, banner="Saved")
    assert "<title>Error: A question - Sharewell</title>" in wrong
    assert "Saved" not in wrong
    assert "Saved" in whole.render(banner="Saved")


def test_only_those_who_are_signed_in_can_sign_out() -> None:
    assert "/account/sign-out" not in shown("errors/500.html")
    html = shown("errors/500.html", actor_name="Ada <Obi>", csrf='t"k')
    assert 'action="/account/sign-out"' in html
    assert 'name="csrf" value="t&#34;k"' in html
    assert "Ada &lt;Obi&gt;" in html


def test_the_menu_marks_where_you_are() -> None:
    menu = [("Tasks <1>", "/tasks", True), ("Find a case", "/tasks/find", False)]
    html = shown("errors/403.html", navigation=menu)
    assert html.count('aria-current="page"') == 1
    assert "Tasks &lt;1&gt;" in html


def test_the_recipients_frame_has_no_script_no_menu_and_no_way_in() -> None:
    html = shown(
        "errors/404.html",
        layout="base_recipient.html",
        navigation=[("Tasks", "/tasks", True)],
        actor_name="Ada Obi",
    )
    for absent in ("<script", "modulepreload", "/tasks", "Ada Obi", 'href="/"'):
        assert absent not in html


def test_the_styles_are_ours_alone_and_ask_for_nothing() -> None:
    css = (STATIC / "app.css").read_text()
    assert "GDS Transport" not in css
    assert "url(" not in css
    assert "sourceMappingURL" not in css
    assert "prefers-color-scheme: dark" in css or "prefers-color-scheme:dark" in css


def test_scripts_are_small_and_ask_for_nothing_elsewhere() -> None:
    ours = (STATIC / "app.js").read_text() + (STATIC / "support.js").read_text()
    assert len(ours) < 6 * 1024
    ours += (STATIC / "session.js").read_text() + (STATIC / "passkey.js").read_text()
    assert len(ours) < 12 * 1024
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|eval\(|https?:", ours)
    assert not re.search(r"localStorage|sessionStorage", ours)
    assert "sourceMappingURL" not in (STATIC / "govuk-frontend.min.js").read_text()
