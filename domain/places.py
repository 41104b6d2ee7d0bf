"""Where a task can be passed on to, by code, and what each place is called."""

from collections.abc import Mapping

from domain.rules import RuleSet, Wording
from domain.teams import PASSED


def places_of(
    rules: RuleSet, wording: Wording, teams: Mapping[str, str]
) -> dict[str, str]:
    """The routes of the rules, those that no question leads to, and the teams."""
    routes = {
        rules.route_for(each.id): each.route_label
        for each in wording.questions
        if rules.has(each.id)
    }
    known = {**routes, **PASSED, **teams}
    return {code: name[:1].upper() + name[1:] for code, name in known.items() if code}
