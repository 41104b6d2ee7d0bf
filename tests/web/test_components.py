"""Every macro, with words that try to be mark-up."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from web.rendering import environment

HOSTILE = '<script>alert("1")</script>'
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CALLS = {
    "page": [
        "service_menu([(bad, bad, true)])",
        "success_banner(bad)",
        "back(bad, bad)",
        "heading(bad, above=bad)",
        "tabs([(bad, bad, true)], bad)",
        "words(bad)",
        "words_box(bad)",
        'answers([{"key": bad, "value": bad, "href": bad, "unsure": true}])',
        "who_to_ring(bad, bad)",
        "what_you_wrote([(bad, bad)])",
    ],
    "forms": [
        "form_open(bad, bad, bad, bad, bad, id=bad)",
        "error_summary({bad: bad})",
        "submit(bad, bad, bad, bad, bad, bad)",
        "link_button(bad, bad, bad, bad)",
        "start_link(bad, bad)",
    ],
    "fields": [
        'text_field("f", bad, v, e, hint=bad, autocomplete=bad)',
        'code_field("f", bad, v, e, hint=bad)',
        'password_field("f", bad, e, hint=bad)',
        'long_text("f", bad, v, e, hint=bad)',
        'long_text("f", bad, v, e, hint=bad, most=500)',
        'choose_one("f", bad, [(bad, bad, bad), bad], v, e, hint=bad)',
        'choose_some("f", bad, [(bad, bad, bad)], v, e, hint=bad)',
        'tick("f", bad, v, e, value=bad, hint=bad)',
        'date_field("f", bad, v, e, hint=bad)',
        'pick_from("f", bad, [(bad, bad)], v, e, hint=bad, first=bad)',
        'file_field("f", bad, e, hint=bad)',
    ],
    "case": [
        "priority_tag(bad)",
        "timeline([entry])",
        'progress([{"label": bad, "state": "current", "note": bad}])',
        "case_header(bad, [bad], bad)",
        "still_being_applied(bad)",
    ],
    "staff": [
        "row_link(bad, bad, [bad])",
        "row_tick(bad, bad, bad, bad)",
        "select_all(bad, bad)",
        "number_cards([{'number': bad, 'label': bad, 'href': bad, 'late': true}])",
        'head_cell({"text": bad, "href": bad, "sorted": bad})',
    ],
}
EACH = [(file, call) for file, calls in CALLS.items() for call in calls]


def drawn(file: str, call: str, **context: object) -> str:
    source = f'{{% import "macros/{file}.html" as m %}}{{{{ m.{call} }}}}'
    return environment().from_string(source).render(context)


@pytest.mark.parametrize(("file", "call"), EACH, ids=[call for _, call in EACH])
def test_what_people_type_is_never_mark_up(file: str, call: str) -> None:
    typed = {"f": HOSTILE, "f-day": HOSTILE, "f-month": HOSTILE, "f-year": HOSTILE}
    entry = SimpleNamespace(sentence=HOSTILE, at=NOW)
    html = drawn(file, call, bad=HOSTILE, v=typed, e={"f": HOSTILE}, entry=entry)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;lt;" not in html, "escaped twice: people would read the entities"


@pytest.mark.parametrize("call", CALLS["fields"])
def test_a_line_of_the_error_summary_leads_to_its_field(call: str) -> None:
    errors = {"f": "Enter something"}
    summary = drawn("forms", "error_summary(e)", e=errors)
    field = drawn("fields", call, bad="x", v={}, e=errors)
    assert 'href="#f"' in summary
    assert len(re.findall(r'<(?:input|select|textarea)[^>]* id="f"', field)) == 1
    assert "Enter something" in field


def test_no_errors_need_no_summary() -> None:
    assert drawn("forms", "error_summary({})").strip() == ""


def test_lines_and_spaces_come_back_as_they_were_typed() -> None:
    text = "One\n  two\n\nthree"
    for call in ('long_text("f", "L", v, {})', 'long_text("f", "L", v, {}, most=50)'):
        assert f">{text}</textarea>" in drawn("fields", call, v={"f": text})
    assert f">{text}</div>" in drawn("page", "words_box(t)", t=text)


def test_a_form_carries_what_makes_it_safe_to_send_twice() -> None:
    html = drawn("forms", 'form_open("c", "o", revision=0)')
    assert '<form method="post" novalidate>' in html
    for hidden in ('name="csrf" value="c"', 'name="once" value="o"'):
        assert hidden in html
    assert 'name="revision" value="0"' in html
    assert "revision" not in drawn("forms", 'form_open("c", "o")')


def test_a_form_may_save_itself_and_may_carry_files() -> None:
    html = drawn("forms", 'form_open("c", "o", autosave="/draft", files=True)')
    assert 'data-autosave="/draft"' in html
    assert 'enctype="multipart/form-data"' in html


@pytest.mark.parametrize(
    ("priority", "words"),
    [("emergency", "Emergency"), ("same_day", "Same day"), ("standard", "Standard")],
)
def test_a_priority_is_said_in_words(priority: str, words: str) -> None:
    assert words in drawn("case", "priority_tag(p)", p=priority)


def test_a_due_time_is_said_in_words_and_not_by_colour_alone() -> None:
    html = drawn("case", "due_badge(at, now)", at=NOW, now=NOW)
    assert "Mon 23 Nov, 9:30am" in html
    assert "Due now" in html


def test_progress_says_which_step_is_the_present_one() -> None:
    steps = [
        {"label": "Sent", "state": "done"},
        {"label": "Adviser decides", "state": "current"},
        {"label": "Shared", "state": "ahead"},
    ]
    html = drawn("case", "progress(s)", s=steps)
    assert html.count('aria-current="step"') == 1
    assert "Done: </span>Sent" in html


def test_acts_that_wait_are_counted_in_plain_words() -> None:
    assert drawn("case", "still_being_applied(0)").strip() == ""
    assert "1 act still being applied" in drawn("case", "still_being_applied(1)")
    assert "2 acts still being applied" in drawn("case", "still_being_applied(2)")


def test_a_chosen_answer_is_shown_as_chosen() -> None:
    pairs = [("yes", "Yes"), ("unsure", "I am not sure")]
    one = drawn("fields", 'choose_one("f", "Q", c, v, {})', c=pairs, v={"f": "unsure"})
    some = drawn("fields", 'choose_some("f", "Q", c, v, {})', c=pairs, v={"f": ["yes"]})
    assert re.search(r'value="unsure"\s+checked', one)
    assert re.search(r'value="yes"\s+checked', some)
    assert one.count(" checked") == some.count(" checked") == 1


def test_a_table_keeps_its_meaning_without_its_columns() -> None:
    source = """{% import "macros/staff.html" as m %}
    {% call m.staff_table("Overdue (1)", [{"text": "Due", "href": "?dir=desc",
      "sorted": "ascending", "column": "due"}, "Priority"]) %}
      {% call m.row() %}{% call m.cell("Priority") %}<b>{{ bad }}</b>{% endcall %}
      {% endcall %}{% endcall %}"""
    html = environment().from_string(source).render(bad=HOSTILE)
    assert 'aria-sort="ascending"' in html
    assert 'data-label="Priority"><b>&lt;script&gt;' in html
    assert "app-column--due" in html
