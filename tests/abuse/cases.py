"""The cases of abuse, and which tests answer each of them."""

import ast
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Case:
    """What somebody tries, and what has to come of it."""

    id: str
    category: str
    title: str
    request: str
    expected: str
    asvs: tuple[str, ...]

    @property
    def mark(self) -> str:
        """How it stands in the name of a test."""
        return self.id.lower().replace("-", "_")


@cache
def cases() -> tuple[Case, ...]:
    found = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
    return tuple(Case(**{**each, "asvs": tuple(each["asvs"])}) for each in found)


BESIDES: dict[str, tuple[str, ...]] = {
    "SS-06": (
        "tests/web/test_collect_visits.py::test_a_stranger_uses_up_their_own_tries_"
        "and_not_the_recipients",
        "tests/storage/test_code_tries.py::test_a_network_waits_for_half_an_hour",
        "tests/storage/test_code_tries.py::test_ten_wrong_codes_from_anywhere_lock_"
        "it_for_all",
    ),
    "SS-07": (
        "tests/web/test_second_channels.py::test_an_app_opens_the_link_and_each_code_"
        "works_once",
    ),
    "SS-11": ("tests/web/test_headers.py::test_looking_at_a_link_uses_nothing_up",),
    "SS-19": (
        "tests/permissions/test_interface.py::test_whatever_is_not_allowed_is_refused_"
        "and_changes_nothing",
    ),
    "SS-23": (
        "tests/web/test_collect_visits.py::test_a_visit_ends_by_signing_out",
        "tests/web/test_collect_visits.py::test_a_visit_ends_when_nobody_uses_it",
    ),
    "SS-37": (),
    "SS-39": (),
    "SS-40": (
        "tests/adapters/test_codec.py::test_a_payload_moved_to_another_case_is_refused",
        "tests/adapters/test_codec.py::test_a_payload_that_claims_to_belong_to_another_"
        "case_is_refused",
        "tests/api/test_codec_server.py::"
        "test_an_adviser_reads_what_temporal_keeps_of_a_case_and_that_is_on_record",
        "tests/api/test_codec_server.py::"
        "test_nobody_else_does_not_even_in_another_organisation",
        "tests/api/test_codec_server.py::"
        "test_only_the_pages_of_temporal_are_let_read_an_answer",
        "tests/api/test_codec_server.py::test_what_was_altered_or_moved_does_not_open",
        "tests/api/test_codec_server.py::"
        "test_it_is_off_until_somebody_says_whose_pages_it_is_for",
    ),
    "SS-43": (
        "tests/adapters/test_settings.py::test_a_key_that_is_none_is_refused_with_a_"
        "sentence",
        "tests/cli/test_key_commands.py::test_no_part_starts_with_a_key_that_opens_"
        "nothing",
    ),
    "SS-45": (
        "tests/web/test_headers.py::test_a_form_from_elsewhere_is_refused",
        "tests/web/test_headers.py::test_a_form_with_a_wrong_token_is_refused",
    ),
    "SS-49": (
        "tests/integration/test_the_release.py::test_a_step_that_dies_right_before_or_"
        "after_its_work_shares_once",
        "tests/integration/test_the_release.py::test_a_mail_server_that_hangs_up_gets_"
        "the_same_message_again",
        "tests/integration/test_the_release.py::test_a_request_withdrawn_while_it_is_"
        "being_shared_is_not_released",
        "tests/integration/test_kills.py::test_workers_killed_at_random_moments_share_"
        "every_case_exactly_once",
    ),
}
"""Tests that answer a case and do not have it in their names."""


def answers_to(case: Case) -> tuple[str, ...]:
    """Every test that has the case in its name, and those that are named here."""
    named = [test for test in every_test() if case.mark in test.rpartition("::")[2]]
    return (*named, *BESIDES.get(case.id, ()))


@cache
def every_test() -> tuple[str, ...]:
    """The tests there are, as `file::name`."""
    return tuple(
        f"{file.relative_to(ROOT).as_posix()}::{node.name}"
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test_")
    )
