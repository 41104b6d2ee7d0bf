"""The production set-up: well formed, closed by default, true to the settings."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft202012Validator

from adapters.settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]

ONE_SHOTS = {"databases", "temporal-schema", "temporal-namespace", "migrate"}
LASTING = set(SERVICES) - ONE_SHOTS
PROFILES = {"mail": ["demo"], "temporal-ui": ["ops"]}
OUTSIDE = {"web", "worker", "mail", "temporal-ui"}

MAY_BE_EMPTY = ("SHAREWELL_SMTP_PASSWORD", "SHAREWELL_METRICS_TOKEN")
SECRET = re.compile(r"PASSWORD|PWD|KEKS|KEYS|SECRET|TOKEN|DATABASE_URL")
GIVEN = re.compile(r"\$\{([A-Z_]+)(:?[-?])?([^}]*)\}")

each_service = pytest.mark.parametrize("name", sorted(SERVICES))


def settings_named() -> set[str]:
    known = {f"SHAREWELL_{field.upper()}" for field in Settings.model_fields}
    assert "SHAREWELL_DATABASE_URL" in known
    return known


def environment(name: str) -> dict[str, str]:
    given: dict[str, str] = SERVICES[name].get("environment", {})
    return given


def test_it_is_a_compose_file() -> None:
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    faults = Draft202012Validator(schema).iter_errors(COMPOSE)
    assert [f"{fault.instance_path}: {fault.message}" for fault in faults] == []


def test_every_part_is_there() -> None:
    parts = {"postgres", "temporal", "web", "worker", "mail", "temporal-ui"}
    assert set(SERVICES) == parts | ONE_SHOTS


def test_every_setting_it_names_exists() -> None:
    assert set(re.findall(r"\bSHAREWELL_[A-Z_]+", TEXT)) <= settings_named()


def test_every_required_setting_is_given_to_our_own_services() -> None:
    required = {
        f"SHAREWELL_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if field.is_required()
    }
    for name in ("web", "worker", "migrate"):
        assert required <= set(environment(name))


@each_service
def test_no_password_stands_in_it(name: str) -> None:
    for variable, value in environment(name).items():
        if not SECRET.search(variable):
            continue
        fixed = re.sub(r"^postgresql\+psycopg://sharewell:|@.*$", "", value)
        found = GIVEN.fullmatch(fixed)
        assert found, f"{variable} of {name} is written out instead of taken from .env"
        optional = variable in MAY_BE_EMPTY and found[3] == ""
        assert optional or found[2] == ":?", f"{variable} of {name} has a default"


def test_every_value_that_must_be_given_says_what_to_set() -> None:
    needed = [hint for _, kind, hint in GIVEN.findall(TEXT) if kind == ":?"]
    assert needed
    assert all(hint.startswith("set it to ") for hint in needed)


def test_the_example_names_every_value_that_must_be_given() -> None:
    needed = {variable for variable, kind, _ in GIVEN.findall(TEXT) if kind == ":?"}
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert needed <= named


def test_the_example_holds_no_secret_and_names_only_settings_there_are() -> None:
    example = (ROOT / ".env.example").read_text()
    for variable, value in re.findall(r"^#? ?([A-Z_]+)=(.*)$", example, re.MULTILINE):
        assert variable.startswith("DB_") or variable in settings_named(), variable
        assert not (SECRET.search(variable) and value), variable


@each_service
def test_a_service_starts_again_after_trouble_and_a_one_shot_only_then(
    name: str,
) -> None:
    wanted = "on-failure:5" if name in ONE_SHOTS else "unless-stopped"
    assert SERVICES[name]["restart"] == wanted


@each_service
def test_what_lasts_is_asked_how_it_is(name: str) -> None:
    assert ("healthcheck" in SERVICES[name]) == (name in LASTING)


@each_service
def test_a_container_may_do_nothing_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - inside the container
    assert "privileged" not in service
    assert "cap_add" not in service


@each_service
def test_an_image_has_a_fixed_tag(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].rpartition(":")
    assert image
    assert tag[:1].isdigit() or tag.startswith("v")


def test_server_and_its_tools_have_the_same_tag() -> None:
    temporal = ("temporal", "temporal-schema", "temporal-namespace")
    tags = {SERVICES[name]["image"].rpartition(":")[2] for name in temporal}
    assert len(tags) == 1


def test_our_image_has_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for name in ("web", "worker", "migrate"):
        assert SERVICES[name]["image"] == f"sharewell:{project['version']}"


@each_service
def test_only_what_must_be_reached_is_and_from_this_machine_only(name: str) -> None:
    ports = SERVICES[name].get("ports", [])
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert "outside" in SERVICES[name]["networks"] or not ports
    assert ("outside" in SERVICES[name]["networks"]) == (name in OUTSIDE)
    assert COMPOSE["networks"]["inside"]["internal"] is True


@each_service
def test_extras_are_off_unless_asked_for(name: str) -> None:
    assert SERVICES[name].get("profiles") == PROFILES.get(name)


@each_service
def test_what_it_waits_for_is_there(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        done = "service_completed_successfully"
        wanted = done if other in ONE_SHOTS else "service_healthy"
        assert how["condition"] == wanted


def test_pages_are_served_while_temporal_is_away() -> None:
    assert set(SERVICES["web"]["depends_on"]) == {"migrate"}


def test_temporal_has_shards_to_grow_into() -> None:
    assert environment("temporal")["NUM_HISTORY_SHARDS"] == "512"


def test_the_image_runs_as_nobody_and_installs_only_what_is_locked() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "USER 10001:10001" in lines
    assert 'ENTRYPOINT ["sharewell"]' in lines
    installs = [line for line in lines if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps" in installs[1]
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.12\.\d+-slim-\w+", bases[0])


def test_no_secret_and_no_history_enters_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if not line.startswith("#")]
    assert rules[0] == "*"
    assert not {"!.env", "!.git", "!var", "!tests"} & set(rules)
