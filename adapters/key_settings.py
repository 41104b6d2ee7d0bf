"""The settings of keys: where they are, and that they are real."""

import base64
import binascii
import stat
from pathlib import Path
from typing import Any

from pydantic import DirectoryPath, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from adapters.key_faults import fault_of
from adapters.secret_places import FolderOfSecrets


class KeySettings(BaseSettings):
    """Where all of it is kept, and the keys that seal and sign it."""

    model_config = SettingsConfigDict(
        env_prefix="SHAREWELL_",
        env_file=".env",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may be a key
    )

    secrets_dir: DirectoryPath | None = None

    database_url: str
    keks_file: Path | None = None
    keks: SecretStr = Field(default=SecretStr(""), validate_default=True)
    kek_active: str
    codec_keys: SecretStr
    codec_active: str
    tree_keys_file: Path | None = None
    tree_keys: SecretStr = Field(default=SecretStr(""), validate_default=True)
    tree_active: str
    seal_minutes: int = Field(15, ge=1, le=1440)

    tombstones_file: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The first that names a setting is believed; the folder comes last."""
        folder = FolderOfSecrets(settings_cls)
        return init_settings, env_settings, dotenv_settings, folder

    @field_validator("keks_file", "tree_keys_file")
    @classmethod
    def file_is_ours_alone(cls, value: Path | None) -> Path | None:
        """Refuse a file of keys that is not there, or that others may read."""
        return ours_alone(value)

    @field_validator("keks", "tree_keys", mode="before")
    @classmethod
    def keys_may_be_in_a_file(cls, value: Any, info: ValidationInfo) -> Any:
        """The file's lines, where there is a file; the keys are in one place only."""
        file: Path | None = info.data.get(f"{info.field_name}_file")
        if file is None:
            return value
        if value.get_secret_value() if isinstance(value, SecretStr) else value:
            raise ValueError(
                "give the keys here or in "
                f"SHAREWELL_{str(info.field_name).upper()}_FILE, not in both"
            )
        return ",".join(file.read_text(encoding="utf-8").split())

    @field_validator("keks", "codec_keys", "tree_keys")
    @classmethod
    def keys_are_real(cls, value: SecretStr) -> SecretStr:
        """Refuse keys that are missing, short, or known to everybody."""
        read_keys(value)
        return value


def ours_alone(value: Path | None) -> Path | None:
    """The file again, if only its owner may read it.

    Raises:
        ValueError: it is not there, or others may.
    """
    if value is None:
        return None
    if not value.is_file():
        raise ValueError("there is no such file")
    if value.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ValueError(
            "others may read this file: let only its owner, with `chmod 600`"
        )
    return value


def read_keys(value: SecretStr) -> dict[str, bytes]:
    """`id:base64,id:base64` as key bytes by id.

    Raises:
        ValueError: a key is absent, not 32 bytes, or not random.
    """
    keys: dict[str, bytes] = {}
    parts = (part.strip() for part in value.get_secret_value().split(","))
    for part in filter(None, parts):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError(f"the key {name} is not base64") from error
        if len(key) != 32:
            raise ValueError(f"the key {name} is {len(key)} bytes long and must be 32")
        fault = fault_of(key)
        if fault:
            raise ValueError(f"the key {name} {fault}: make a new one")
        keys[name] = key
    if not keys:
        raise ValueError("there is no key in it: make one with `sharewell keys new`")
    return keys
