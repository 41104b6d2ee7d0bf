"""Teams, the rota and leavers from the command line."""

import json

import pytest

from tests.cli.commands import sharewell


@pytest.fixture
def hill(place: dict[str, str]) -> dict[str, str]:
    """A place with one adviser."""
    sharewell("organisation", "add", "hill", "--name", "Hill School", env=place)
    sharewell(
        *("user", "add", "kit@hill.example", "--name", "Kit Dale"),
        *("--role", "adviser", "--organisation", "hill", "--generate"),
        env=place,
    )
    return place


def test_a_team_is_added_filled_and_listed(hill: dict[str, str]) -> None:
    lead = ("hill", "Leads", "--route", "safeguarding_lead")
    added = sharewell("team", "add", *lead, env=hill)
    assert added.returncode == 0, added.stderr
    member = ("team", "member", "hill", "Leads", "kit@hill.example")
    assert sharewell(*member, "--rank", "deputy", env=hill).returncode == 0
    (team,) = json.loads(sharewell("team", "list", "hill", "--json", env=hill).stdout)
    assert team["routes"] == ["safeguarding_lead"]
    assert [each["rank"] for each in team["members"]] == ["deputy"]
    roles = ("user", "roles", "kit@hill.example", "--role", "practitioner")
    assert sharewell(*roles, env=hill).returncode == 0
    assert "nobody" in sharewell("team", "list", "hill", env=hill).stdout
    refused = sharewell(*member, env=hill)
    assert refused.returncode == 2
    assert "Choose somebody who is an adviser here" in refused.stderr


def test_an_unknown_route_is_refused_with_those_there_are(hill: dict[str, str]) -> None:
    refused = sharewell("team", "add", "hill", "Tea", "--route", "tea", env=hill)
    assert refused.returncode == 2
    assert "safeguarding_lead" in refused.stderr


def test_somebody_is_put_on_call(hill: dict[str, str]) -> None:
    kit = ("on-call", "add", "hill", "kit@hill.example", "--from", "2030-12-24T17:00")
    assert sharewell(*kit, "--until", "2030-12-28T08:00", env=hill).returncode == 0
    listed = sharewell("on-call", "list", "hill", env=hill).stdout
    assert "Kit Dale" in listed
    assert "2030-12-24 17:00 to 2030-12-28 08:00" in listed
    refused = sharewell(*kit, "--until", "2030-12-23T08:00", env=hill)
    assert "The end must not be before the start" in refused.stderr
