"""Deciphers what Temporal keeps of a case, for an adviser who may read the case.

There are ids and codes in it, never words. Even so it is a reading of the case, and
is put on record as one.
"""

import asyncio
import re
from collections.abc import Sequence

import structlog

from adapters.codec import Codec, Sealed, clear_of
from adapters.key_settings import read_keys
from adapters.settings import Settings
from casework.conflicts import case_of
from casework.reading_noted import note_reading
from casework.refusals import refused_about
from domain import policies
from domain.offices import Office
from domain.people import Actor
from domain.reads import ReadKind
from storage.store import Storehouse

log = structlog.get_logger()

EPOCH = re.compile(r"-e\d+\Z")
"""What is added to a reference when a case runs on after a restore."""


class Deciphering:
    def __init__(self, storehouse: Storehouse, settings: Settings) -> None:
        self._storehouse = storehouse
        keys = read_keys(settings.codec_keys)
        self._codec = Codec(keys, settings.codec_active)

    async def clear(self, actor: Actor, given: Sequence[Sealed]) -> list[Sealed]:
        """The same payloads, deciphered. What nobody encrypted stays as it is.

        Raises:
            NotAllowed: the actor is no adviser.
            CaseNotFound: one is of a case that this actor may not read.
            DoesNotOpen: one was altered, or sealed under a key that is gone.
        """
        policies.check_office(actor, Office.DECIPHER)
        workflows = dict.fromkeys(each.workflow for each in given if each.is_sealed)
        references = dict.fromkeys(EPOCH.sub("", each) for each in workflows)
        await asyncio.to_thread(self._check, actor, list(references))
        opened = [await clear_of(self._codec, each) for each in given]
        await asyncio.to_thread(self._note, actor, list(references))
        return opened

    def _check(self, actor: Actor, references: list[str]) -> None:
        with self._storehouse.reading() as store:
            for reference in references:
                with refused_about(reference):
                    policies.check_can_see(actor, case_of(store, actor, reference))

    def _note(self, actor: Actor, references: list[str]) -> None:
        for reference in references:
            note_reading(self._storehouse, actor, reference, ReadKind.DECIPHERED)
            log.info("payloads_deciphered", reference=reference)
