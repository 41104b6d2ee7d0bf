"""Writes docs/abuse-cases.md: python -m tests.abuse.page."""

from tests.abuse.cases import ROOT, Case, answers_to, cases

PAGE = ROOT / "docs" / "abuse-cases.md"

TOP = """# Abuse cases

What somebody could try against what is shared, what comes of it, and the tests that
say so. Most have the case in their names: `pytest -k ss_03` runs those of SS-03. The
numbers after *ASVS* are requirements of the OWASP Application Security Verification
Standard 5.0.

This page is written by `python -m tests.abuse.page`.
"""


def page() -> str:
    return "\n".join([TOP, *(_part(case) for case in cases())])


def _part(case: Case) -> str:
    tests = "\n".join(_line(test) for test in answers_to(case))
    return (
        f"## {case.id}: {case.title}\n\n"
        f"**Somebody tries**: {case.request}\n\n"
        f"**They get**: {case.expected}\n\n"
        f"ASVS {', '.join(case.asvs)}. Tests:\n\n{tests}\n"
    )


def _line(test: str) -> str:
    file, _, name = test.partition("::")
    return f"- `{file}`: {name.removeprefix('test_').replace('_', ' ')}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
