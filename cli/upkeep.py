"""Looking after it: index anew, examine the parts, describe the interface."""

import asyncio
import json
import ssl
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from aiosmtplib import SMTPException
from sqlalchemy.exc import DBAPIError
from temporalio.service import RPCError

from adapters.blobs import Blobs, OutOfReach
from adapters.clock import now
from adapters.mail import Postman
from adapters.package_pdf import can_make
from adapters.secret_places import places_of
from adapters.settings import Settings
from adapters.temporal import connect
from adapters.virus_scan import VirusScanner
from casework.core_health import core
from casework.house import open_storehouse
from casework.key_care import KeysDoNotOpen, check_keys
from casework.reindexing import how_many_left
from casework.reindexing import reindex as index_all
from casework.tree_sealing import check_tree_keys, is_late, tree_keys_of
from cli.findings import (
    Finding,
    backups,
    clock,
    disks,
    is_behind_temporal,
    restores,
    versions,
)
from cli.place import VAR, AsJson, DataDir, settings_for, storehouse_for
from domain.health import Part, Sign, State
from storage.store import Storehouse

TOLD_EVERY = 100


def reindex(data_dir: DataDir = VAR) -> None:
    """Make every case findable by name, after an upgrade. May be stopped and repeated.

    Example: sharewell reindex
    """
    storehouse = storehouse_for(data_dir)
    left = how_many_left(storehouse)
    unread, number = [], 0
    for number, (reference, done) in enumerate(index_all(storehouse), 1):
        if not done:
            unread.append(reference)
        if number % TOLD_EVERY == 0:
            typer.echo(f"{number} of {left} cases", err=True)
    storehouse.database.close()
    for reference in unread:
        typer.echo(f"What is in {reference} cannot be read.", err=True)
    typer.echo(f"Cases that can be found by name now: {number - len(unread)} more.")
    raise typer.Exit(1 if unread else 0)


def doctor(as_json: AsJson = False, data_dir: DataDir = VAR) -> None:
    """Examine every part and say what to do. Example: sharewell doctor"""
    settings = settings_for(data_dir)
    findings = [
        *_keys(settings),
        *_database(settings),
        *_around_it(settings),
        asyncio.run(_temporal(settings)),
        asyncio.run(_mail(settings)),
        *_files(settings),
        _documents(),
        *_secrets(settings),
    ]
    if as_json:
        typer.echo(json.dumps([asdict(f) for f in findings], indent=2))
    else:
        for finding in findings:
            well = finding.note or "well"
            state = well if finding.well else f"NOT WELL. {finding.advice}"
            typer.echo(f"{finding.part:12} {state}")
    raise typer.Exit(0 if all(f.well for f in findings) else 1)


def _keys(settings: Settings) -> list[Finding]:
    storehouse = open_storehouse(settings)
    advice = ""
    try:
        check_keys(storehouse)
    except KeysDoNotOpen as no:
        advice = str(no)
    storehouse.database.close()
    return [Finding("keys", not advice, advice)]


def _database(settings: Settings) -> list[Finding]:
    storehouse = open_storehouse(settings)
    found = {each.part: each for each in reversed(core(storehouse))}
    well = found[Part.DATABASE].state is State.OK
    works = Part.WORKER in found and found[Part.WORKER].sign is not Sign.NONE_SEEN
    alone = orphans_in(storehouse) if well else []
    left = how_many_left(storehouse) if well else 0
    signed = _log(storehouse, settings) if well else ""
    storehouse.database.close()
    return [
        Finding("database", well, "Run `sharewell migrate`."),
        Finding(
            "worker",
            works,
            "Start `sharewell worker`. Acts are kept until then.",
        ),
        Finding(
            "tasks",
            not alone,
            f"Nobody can take the task of {', '.join(alone)}. Add an adviser there.",
        ),
        Finding(
            "search",
            not left,
            f"{left} cases cannot be found by name. Run `sharewell reindex`.",
        ),
        Finding("log", not signed, signed),
    ]


def _around_it(settings: Settings) -> list[Finding]:
    storehouse = open_storehouse(settings)
    found = disks(settings)
    with suppress(DBAPIError):  # the line of the database says so
        found = [versions(storehouse), *found]
        if storehouse.database.is_current:
            found += [clock(storehouse), backups(storehouse, settings)]
            found += restores(storehouse)
    storehouse.database.close()
    return found


def _log(storehouse: Storehouse, settings: Settings) -> str:
    """What is wrong with the signing of the log of all cases; empty if nothing is."""
    try:
        check_tree_keys(storehouse, tree_keys_of(settings))
    except KeysDoNotOpen as no:
        return str(no)
    with storehouse.reading() as store:
        newest = store.tree.newest()
    if not is_late(newest.at if newest else None, now(), settings.seal_minutes):
        return ""
    return "It was not signed for long. Start `sharewell worker`, or look at its log."


def orphans_in(storehouse: Storehouse) -> list[str]:
    """The cases that wait for an adviser where nobody could be one."""
    with storehouse.reading() as store:
        return [
            reference
            for organisation in store.accounts.organisations()
            for reference in store.routing.orphans(organisation.id, now())
        ]


async def _temporal(settings: Settings) -> Finding:
    advice = (
        f"Nothing answers at {settings.temporal_address}. Acts are kept until then."
    )
    try:
        client = await connect(settings, patient=True)
        await client.service_client.check_health()
        behind = await is_behind_temporal(client)
    except (RPCError, RuntimeError):
        return Finding("temporal", False, advice)
    if behind:
        advice = "Its clock is ahead of ours. Set both by a time server."
        return Finding("temporal", False, advice)
    return Finding("temporal", True)


async def _mail(settings: Settings) -> Finding:
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        await Postman(settings).greet()
    except ssl.SSLError:
        return Finding("mail", False, f"The certificate of {where} is not trusted.")
    except (SMTPException, OSError):
        return Finding(
            "mail", False, f"No mail server answers at {where}, or not as it should."
        )
    return Finding("mail", True)


def _files(settings: Settings) -> list[Finding]:
    scanner = VirusScanner(settings.clamd)
    found = [Finding("files", True)]
    try:
        Blobs(settings.blobs).probe()
    except OutOfReach:
        advice = f"Nothing can be kept at {settings.blobs}. Nothing new is shared."
        found = [Finding("files", False, advice)]
    if scanner.is_there:
        advice = f"clamd does not answer at {settings.clamd}. Files wait until it does."
        found.append(Finding("virus scan", scanner.answers(), advice))
    return found


def _documents() -> Finding:
    if can_make():
        return Finding("documents", True)
    advice = "No package can be made: install Pango and the DejaVu fonts."
    return Finding("documents", False, f"{advice} See the Dockerfile for their names.")


def _secrets(settings: Settings) -> list[Finding]:
    """Which are set, and where they were read. Never what they are."""
    return [
        Finding(f"SHAREWELL_{name.upper()}", True, note=place)
        for name, place in places_of(settings).items()
    ]


def openapi(
    to: Annotated[Path | None, typer.Option(help="A file to write it to.")] = None,
) -> None:
    """Print the description of the JSON interface. Example: sharewell openapi"""
    from api.interface import describe

    text = json.dumps(describe(), indent=2)
    if to is None:
        typer.echo(text)
    else:
        to.write_text(text + "\n", encoding="utf-8")
