"""Since when each key has been the active one: a key should not be used for ever."""

from collections.abc import Mapping

from adapters.clock import now
from adapters.settings import Settings
from storage.store import Storehouse


def active_keys(settings: Settings) -> Mapping[str, str]:
    """The id of the active key of each ring."""
    return {
        "keks": settings.kek_active,
        "codec_keys": settings.codec_active,
        "tree_keys": settings.tree_active,
    }


def note_key_uses(storehouse: Storehouse, settings: Settings) -> None:
    """As a worker starts: a key that is active now and was not before is new."""
    if not storehouse.database.is_current:
        return
    with storehouse.writing() as store:
        store.key_uses.note(active_keys(settings), now())
