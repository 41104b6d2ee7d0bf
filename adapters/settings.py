"""Everything that differs between a laptop and production; the only reader of it."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, FilePath, SecretStr, ValidationInfo, field_validator

from adapters.key_settings import KeySettings, ours_alone, read_keys
from adapters.mailbox import NotOneAddress, one_address
from adapters.providers import SignIn, StaffSignIn, is_loopback, is_this_machine

DEMO_KEY = "demo"
"""How the ids of keys begin that seal what is invented."""


PLACE = r"^(([^\s/:]+|\[[0-9a-f:]+\]):\d{1,5})?$"
"""A host and a port to listen on, or nothing."""


class Settings(KeySettings):
    """Read once from the environment or from files, then passed down.

    Every field is a variable `SHAREWELL_…`; docs/settings.md describes each.
    """

    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_tls: bool = False
    temporal_ca_file: FilePath | None = None
    temporal_cert_file: FilePath | None = None
    temporal_key_file: FilePath | None = Field(None, validate_default=True)
    temporal_api_key: SecretStr | None = None
    task_queue: str = "cases"
    temporal_pages: str = Field("", pattern=r"^(https?://[^?#]+)?$")
    codec_host: str = "127.0.0.1"
    codec_port: int = Field(8081, ge=1, le=65535)
    codec_origin: str = Field("", pattern=r"^(https?://[^/?#]+)?$")

    public_url: str = "http://127.0.0.1:8000"
    hsts_subdomains: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    collect_url: str = ""
    trusted_proxies: str = "127.0.0.1"

    blobs: str = Field(pattern=r"^(file|s3)://.+")
    file_mib: int = Field(25, ge=1, le=100)
    files_mib: int = Field(100, ge=1, le=500)
    files_most: int = Field(20, ge=1, le=50)
    clamd: str = ""

    demonstration: bool = Field(False, validate_default=True)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_implicit_tls: bool = False
    smtp_starttls: bool = True
    smtp_ca_file: FilePath | None = None
    smtp_username: str = ""
    smtp_password: SecretStr | None = None
    mail_from: str = "no-reply@sharewell.invalid"
    mail_bounces_to: str = Field("", validate_default=True)
    catcher_port: int = 0

    patience_seconds: float = Field(3.0, ge=0, le=30)
    session_idle_minutes: int = Field(30, ge=1, le=240)
    session_hours: int = Field(10, ge=1, le=24)
    sessions_most: int = Field(5, ge=1, le=1000)
    release_days: int = Field(14, ge=1, le=30)
    release_purge_days: int = Field(7, ge=0, le=30)
    release_downloads: int = Field(5, ge=1, le=20)
    release_reminder_days: int = Field(7, ge=1, le=29)
    release_last_reminder_days: int = Field(3, ge=1, le=14)
    grant_minutes: int = Field(15, ge=5, le=60)
    collect_idle_minutes: int = Field(15, ge=5, le=30)
    collect_minutes: int = Field(60, ge=15, le=120)
    collect_per_minute: int = Field(60, ge=10, le=600)
    asks_per_minute: int = Field(600, ge=60, le=100_000)
    recipient_stale_days: int = Field(180, ge=30, le=365)
    unusual_cases_an_hour: int = Field(20, ge=2, le=1000)
    unusual_out_of_hours: bool = True
    emergency_reading_minutes: int = Field(60, ge=5, le=240)
    emergency_review_days: int = Field(1, ge=1, le=10)

    code_digits: int = Field(6, ge=6, le=8)
    code_minutes: int = Field(10, ge=1, le=10)
    code_tries: int = Field(5, ge=3, le=10)
    code_tries_in_all: int = Field(10, ge=5, le=20)
    code_block_minutes: int = Field(30, ge=10, le=240)
    codes_per_quarter_hour: int = Field(3, ge=1, le=5)
    codes_per_day: int = Field(6, ge=1, le=12)
    notice_days: int = Field(28, ge=7, le=90)
    notice_idle_minutes: int = Field(15, ge=5, le=30)
    notice_minutes: int = Field(60, ge=15, le=120)
    notice_tries: int = Field(5, ge=3, le=10)
    notice_tries_in_all: int = Field(10, ge=5, le=20)

    texts_url: str = Field("", pattern=r"^(https?://.+)?$")
    texts_token: SecretStr | None = None
    sign_ins: tuple[SignIn, ...] = ()

    staff_sign_ins: tuple[StaffSignIn, ...] = ()
    second_step: bool = True
    breached_passwords: FilePath | None = None
    sign_in_tries: int = Field(20, ge=10, le=100)
    reset_minutes: int = Field(30, ge=10, le=120)
    token_days: int = Field(365, ge=1, le=365)

    metrics_token: SecretStr | None = None
    metrics_worker: str = Field("", pattern=PLACE)
    metrics_temporal: str = Field("", pattern=PLACE)
    traces_url: str = Field("", pattern=r"^(https?://.+)?$")

    @field_validator("temporal_key_file")
    @classmethod
    def private_key_is_ours_alone(cls, value: Path | None) -> Path | None:
        """Refuse a private key that is not there, or that others may read."""
        return ours_alone(value)

    @field_validator("temporal_key_file")
    @classmethod
    def certificate_has_its_key(
        cls, value: Path | None, info: ValidationInfo
    ) -> Path | None:
        """Refuse one without the other, and a certificate that nobody is shown."""
        certificate = info.data.get("temporal_cert_file")
        if bool(value) != bool(certificate):
            raise ValueError("give SHAREWELL_TEMPORAL_CERT_FILE and this, or neither")
        shown = value or info.data.get("temporal_ca_file")
        if shown and not info.data.get("temporal_tls"):
            raise ValueError("certificates need SHAREWELL_TEMPORAL_TLS=true")
        return value

    @field_validator("temporal_api_key")
    @classmethod
    def api_key_is_sent_in_secret(
        cls, value: SecretStr | None, info: ValidationInfo
    ) -> SecretStr | None:
        """Refuse to send it where anybody on the way can read it."""
        if value and value.get_secret_value() and not info.data.get("temporal_tls"):
            raise ValueError("an API key needs SHAREWELL_TEMPORAL_TLS=true")
        return value

    @field_validator("demonstration")
    @classmethod
    def keys_of_a_demonstration_stay_there(
        cls, value: bool, info: ValidationInfo
    ) -> bool:
        """Refuse what `sharewell up --demo` made where somebody may be real."""
        said = (info.data.get(name) for name in ("keks", "codec_keys", "tree_keys"))
        names = {name for keys in said if keys for name in read_keys(keys)}
        if not value and any(name.startswith(DEMO_KEY) for name in names):
            raise ValueError(
                "the keys were made for a demonstration: make others with "
                "`sharewell keys new`"
            )
        return value

    @field_validator("collect_url")
    @classmethod
    def another_host(cls, value: str, info: ValidationInfo) -> str:
        """Refuse an address for recipients that is not one, or not one of its own."""
        host = urlsplit(value).hostname
        if value and not (value.startswith(("https://", "http://")) and host):
            raise ValueError("give a whole address, such as https://collect.example")
        if value and host == urlsplit(info.data.get("public_url", "")).hostname:
            raise ValueError("give it a host name of its own, or leave it out")
        return value.rstrip("/")

    @property
    def recipient_url(self) -> str:
        """What the links of recipients begin with."""
        return self.collect_url or self.public_url.rstrip("/")

    @field_validator("texts_url")
    @classmethod
    def texts_are_sent_in_secret(cls, value: str) -> str:
        """Refuse to send codes and numbers unsealed to another machine."""
        if value.startswith("http://") and not is_this_machine(value):
            raise ValueError("it must begin with https://")
        return value

    @field_validator("smtp_starttls")
    @classmethod
    def mail_is_sent_in_secret(cls, value: bool, info: ValidationInfo) -> bool:
        """Refuse to say to a mail server on another machine what anybody can read."""
        said = info.data
        sealed = value or said.get("smtp_implicit_tls") or said.get("demonstration")
        if not sealed and not is_loopback(str(said.get("smtp_host"))):
            raise ValueError("only a mail server on this machine may do without")
        return value

    @field_validator("mail_from", "mail_bounces_to")
    @classmethod
    def mail_comes_from_one_address(cls, value: str, info: ValidationInfo) -> str:
        """Refuse what is not one address, or not of the domain that speaks for us."""
        if not value and info.field_name == "mail_bounces_to":
            return value
        try:
            domain = one_address(value).domain
        except NotOneAddress as error:
            raise ValueError("give one plain address, such as a@b.example") from error
        other = info.data.get("mail_from", value).rpartition("@")[2]
        if domain.casefold() != other.casefold():
            raise ValueError("give one of the same domain as SHAREWELL_MAIL_FROM")
        return value

    @property
    def mail_is_sealed(self) -> bool:
        """Whether nothing is said to the mail server before the line is encrypted."""
        return self.smtp_starttls or self.smtp_implicit_tls

    @property
    def mail_sender(self) -> str:
        """Where the mail servers on the way send back what they cannot deliver."""
        return self.mail_bounces_to or self.mail_from

    @property
    def sends_texts(self) -> bool:
        """Whether a code can go out by text message."""
        return bool(self.texts_url) or self.is_embedded

    def sign_in_of(self, email: str) -> SignIn | None:
        """Where somebody with this address signs in, if their organisation does."""
        domain = email.strip().casefold().rpartition("@")[2]
        return next((each for each in self.sign_ins if each.domain == domain), None)

    def staff_sign_in(self, id: str) -> StaffSignIn | None:
        return next((each for each in self.staff_sign_ins if each.id == id), None)

    @property
    def is_embedded(self) -> bool:
        """Whether mail is caught instead of sent."""
        return self.catcher_port > 0

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")
