"""Whatever is read from outside is understood, or refused by its own name."""

from contextlib import suppress
from datetime import date
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pikepdf import Pdf
from pydantic import ValidationError

from adapters import file_types
from adapters.authenticator import step_of
from adapters.key_settings import read_keys
from adapters.mailbox import NotOneAddress, one_address
from adapters.passwords import is_code, is_password
from adapters.pdf_cleaning import clean_pdf
from adapters.settings import Settings
from casework.inbox_filter import read_filter
from domain.errors import NotAccepted
from domain.nhs_number import fault_of_nhs_number
from tests.adapters.test_settings import settings
from tests.builders import NOON
from web.account_pages import safe_path
from web.doors import HOST, is_door
from web.forms import read_day

SITE = "https://sharewell.example"
ODD_HOSTS = "abc.:/\\@?#[]%\t\r\n \x00é٠"


@given(st.text(max_size=60) | st.text(alphabet="/\\.:@?#%\t e", max_size=12))
@example("/\\evil.example")
@example("/\t/evil.example")
def test_where_one_goes_next_is_always_a_page_of_ours(path: str) -> None:
    found = safe_path(path)
    assert urlsplit(urljoin(SITE, found)).netloc == urlsplit(SITE).netloc
    assert "\\" not in found[:2]
    assert found.isprintable()


@given(st.text(max_size=80) | st.from_regex(r"\S+@\S+\.example", fullmatch=True))
def test_a_line_is_one_mailbox_or_none(line: str) -> None:
    with suppress(NotOneAddress):
        found = one_address(line)
        assert not set("\r\n\x00") & set(f"{found.username}{found.domain}")


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}[ /.-]\d{1,4}[ /.-]\d{1,6}"))
def test_a_date_is_one_or_is_said_not_to_be(written: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_day("The day", written), date)
        return
    with pytest.raises(ValueError, match=r"^The day must "):
        read_day("The day", written)


@given(st.binary(max_size=300) | st.sampled_from(list(file_types.STARTS.values())))
@pytest.mark.parametrize("ending", sorted(file_types.BY_ENDING))
def test_a_file_is_of_a_kind_or_is_refused(ending: str, body: bytes) -> None:
    with suppress(NotAccepted):
        found = file_types.type_of(f"letter.{ending}", body)
        assert found is file_types.BY_ENDING[ending]


def a_pdf() -> bytes:
    made, pdf = BytesIO(), Pdf.new()
    pdf.add_blank_page()
    pdf.save(made)
    return made.getvalue()


PLAIN_PDF = a_pdf()


@given(st.integers(0, len(PLAIN_PDF) - 1), st.binary(max_size=40))
def test_a_document_that_was_damaged_is_read_or_refused(at: int, put: bytes) -> None:
    with suppress(NotAccepted):
        clean_pdf(PLAIN_PDF[:at] + put + PLAIN_PDF[at + len(put) :])


@given(st.text(max_size=80))
def test_keys_are_read_or_refused_without_being_shown(written: str) -> None:
    with suppress(ValueError):
        read_keys(settings(keks=written).keks)


WRITTEN = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=30)


@given(st.sampled_from(sorted(Settings.model_fields)), WRITTEN)
def test_a_setting_is_taken_or_refused_by_its_name(name: str, value: str) -> None:
    with suppress(ValidationError):
        settings(**{name: value})
        return
    with pytest.raises(ValidationError) as refused:
        settings(**{name: value})
    places = {error["loc"][0] for error in refused.value.errors(include_input=False)}
    assert places & set(Settings.model_fields)
    assert "input_value" not in str(refused.value)


@given(st.text(alphabet=ODD_HOSTS, max_size=20) | st.text(max_size=20))
def test_a_host_is_a_name_with_nothing_behind_it(host: str) -> None:
    said = HOST.fullmatch(host)
    if said is not None:
        assert not set("/\\?#@ \t\r\n") & set(said[1]) - {"\\"}


@given(st.text(max_size=30))
def test_whatever_is_asked_for_is_the_recipients_or_not(path: str) -> None:
    assert is_door(f"/c/{path}")
    assert is_door(f"/C/{path}")
    assert not is_door(f"/requests/{path}")


@given(st.text(max_size=40))
def test_no_code_and_no_number_breaks_what_looks_at_it(written: str) -> None:
    assert step_of("JBSWY3DPEHPK3PXP" * 2, written, NOON) is None or written
    assert not is_password(written, "no hash at all")
    assert not is_code(written, "no hash at all")
    assert isinstance(fault_of_nhs_number(written), str)


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=6))
def test_what_is_asked_of_the_inbox_is_known_or_left_out(asked: dict[str, str]) -> None:
    _, ignored = read_filter(asked)
    assert set(ignored) <= set(asked) | {""} or ignored
