"""Where secrets come from: variables, a file `.env`, or a folder of files."""

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    SecretsSettingsSource,
)

VARIABLE = "the environment"
LINE = "the file .env"
FOLDER = "the folder of secrets"
FILE = "a file of its own"
DATA_FOLDER = "secrets.env in the data folder"
NOWHERE = "not set"

ALSO = ("database_url",)
"""It may have a password in it."""


class FolderOfSecrets(SecretsSettingsSource):
    """The folder that `SHAREWELL_SECRETS_DIR` names: `sharewell_keks` and others."""

    def __call__(self) -> dict[str, Any]:
        named = self.current_state.get("secrets_dir")
        if not named or not Path(named).is_dir():
            return {}  # that it is no folder is said where the setting is checked
        self.secrets_dir = named
        return super().__call__()


def secrets_of(settings: type[BaseSettings]) -> list[str]:
    """The names of the settings that hold a secret, if only as a part."""
    return [
        name
        for name, field in settings.model_fields.items()
        if name in ALSO
        or "SecretStr" in str(field.annotation)
        or _hides(field.annotation)
    ]


def _hides(annotation: Any) -> bool:
    """Whether there is a secret within each of several, as with a client's."""
    models = (each for each in getattr(annotation, "__args__", ()) if each is not ...)
    return any(
        field.annotation is SecretStr
        for model in models
        for field in getattr(model, "model_fields", {}).values()
    )


def places_of(settings: BaseSettings) -> dict[str, str]:
    """For each secret, where it was read. Never what it is."""
    kind, places = type(settings), {}
    found = {
        FOLDER: _in_folder(settings),
        LINE: set(DotEnvSettingsSource(kind)()),
        VARIABLE: set(EnvSettingsSource(kind)()),
    }
    for name in secrets_of(kind):
        seen = [place for place, names in found.items() if name in names]
        if getattr(settings, f"{name}_file", None):
            seen.append(FILE)
        places[name] = seen[-1] if seen else _otherwise(settings, name)
    return places


def _in_folder(settings: BaseSettings) -> set[str]:
    folder: Path | None = getattr(settings, "secrets_dir", None)
    if folder is None:
        return set()
    return set(SecretsSettingsSource(type(settings), secrets_dir=folder)())


def _otherwise(settings: BaseSettings, name: str) -> str:
    """Given by `sharewell up`, or not at all."""
    value = getattr(settings, name)
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    return DATA_FOLDER if shown else NOWHERE
