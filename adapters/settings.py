"""Everything that differs between a laptop and production; the only reader of it."""

import base64
import binascii

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once from the environment or from files, then passed down.

    Every field is a variable `SHAREWELL_…`; docs/settings.md describes each.
    """

    model_config = SettingsConfigDict(
        env_prefix="SHAREWELL_",
        env_file=".env",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may be a key
    )

    database_url: str
    keks: SecretStr
    kek_active: str
    codec_keys: SecretStr
    codec_active: str

    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_api_key: SecretStr | None = None
    temporal_tls: bool = False
    task_queue: str = "cases"

    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_starttls: bool = True
    smtp_username: str = ""
    smtp_password: SecretStr | None = None
    mail_from: str = "no-reply@sharewell.invalid"
    catcher_port: int = 0

    patience_seconds: float = Field(3.0, ge=0, le=30)
    session_idle_minutes: int = Field(30, ge=1, le=240)
    session_hours: int = Field(10, ge=1, le=24)
    release_days: int = Field(14, ge=1, le=30)

    @field_validator("keks", "codec_keys")
    @classmethod
    def keys_are_real(cls, value: SecretStr) -> SecretStr:
        """Refuse keys that are missing, short, or known to everybody."""
        read_keys(value)
        return value

    @property
    def is_embedded(self) -> bool:
        """Whether mail is caught instead of sent."""
        return self.catcher_port > 0

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")


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
        if len(set(key)) < 16:  # 32 random bytes hold about 30 different ones
            raise ValueError(f"the key {name} is not random: make a new one")
        keys[name] = key
    if not keys:
        raise ValueError("there is no key in it: make one with `sharewell keys new`")
    return keys
