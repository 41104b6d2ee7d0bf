"""What was to be shared and what left: each thing with its digest, way and receipt."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from activities.identity_account import moment
from activities.licence import handling_of
from domain.case import Case
from domain.content import Content, Item
from domain.package import CONDITIONS
from domain.terms import Terms
from storage.coding import canonical
from storage.handed_over import handed_over_of
from storage.releases import Parcel
from storage.store import Store

Told = dict[str, Any]


def described(
    content: Content, case: Case, terms: Terms, names: dict[str, str]
) -> Told:
    """Everything that was typed about it, and what of it was left out."""
    licence = case.licence(terms)
    left_out = licence.left_out if licence else ()
    return {
        "purpose": content.purpose,
        "trigger": content.trigger.value,
        "individuals": [asdict(person) for person in content.individuals],
        "recipient": _recipient(content, names),
        "items": [
            {
                **asdict(item),
                "left_out": item.left_out or item.id in left_out,
                "digest": _digest(item),
            }
            for item in content.items
        ],
        "attachments": [
            {**asdict(file), "left_out": file.left_out or file.id in left_out}
            for file in content.attachments
        ],
        "never": [asdict(each) for each in content.never],
        "content_digest": case.content.digest,
        "arrangement": {
            "controllers": "separate",
            "frequency": "once",
            "conditions": list(CONDITIONS),
        },
    }


def _digest(item: Item) -> str:
    """SHA-256 of one statement with its marks, whoever left it out."""
    said = {name: each for name, each in asdict(item).items() if name != "left_out"}
    return sha256(canonical(said).encode()).hexdigest()


def _recipient(content: Content, names: dict[str, str]) -> Told | None:
    to = content.recipient
    if to is None:
        return None
    by = names.get(to.verified_by, to.verified_by)
    return {**asdict(to), "verified_by": by}


def release_of(store: Store, case: Case, names: dict[str, str]) -> Told | None:
    """What left, by which way, and what became of it; None if nothing did."""
    parcel = store.releases.of(case.reference)
    if parcel is None:
        return None
    return {
        "number": parcel.number,
        "digest": parcel.digest,
        "handling": handling_of(store, case.reference, case.valid_approvals),
        "channel": parcel.channel.value,
        "way": parcel.way.value if parcel.way else None,
        "made_at": moment(parcel.made_at),
        "expires_at": moment(parcel.expires_at),
        "opened_at": moment(parcel.opened_at),
        "acknowledged_at": moment(parcel.acknowledged_at),
        "package_sha256": parcel.package_digest or None,
        "files": _files(store, parcel),
        "state": case.release.state.value if case.release else parcel.state.value,
        "handed_over": _handed_over(store, case, names),
        "log": _log(store, parcel, names),
    }


def _files(store: Store, parcel: Parcel) -> list[Told]:
    """The package and each file beside it; `source` is its id above, if it has one."""
    return [
        {
            "number": kept.number,
            "source": kept.source or None,
            "media": kept.media,
            "size": kept.size,
            "sha256": kept.sha256,
        }
        for kept in store.packing.objects(parcel.id)
    ]


def _log(store: Store, parcel: Parcel, names: dict[str, str]) -> list[Told]:
    """What happened to what left, less from where: that is nobody else's business."""
    return [
        {
            "number": each.number,
            "what": each.line.what.value,
            "by": names.get(each.line.by, each.line.by),
            "at": moment(each.line.at),
            "hash": each.hash,
        }
        for each in store.release_log.of(parcel.id)
    ]


def _handed_over(store: Store, case: Case, names: dict[str, str]) -> Told | None:
    """By which way its sender gave it to whom, with what they wrote about it."""
    made = handed_over_of(store, case.reference)
    if made is None:
        return None
    by = names.get(made.by, made.by)
    return {**asdict(made), "given_at": moment(made.given_at), "by": by}
