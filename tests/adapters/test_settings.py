"""Settings: keys that are none are refused with a sentence, and never shown."""

import base64
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from adapters.key_settings import read_keys
from adapters.keys import new_key_text
from adapters.secret_places import (
    FOLDER,
    NOWHERE,
    VARIABLE,
    places_of,
    secrets_of,
)
from adapters.settings import Settings
from adapters.temporal import tls_of

GOOD = f"k1:{new_key_text()}"


def settings(**changes: Any) -> Settings:
    """Settings that would do, with these changes; nothing is read from a file."""
    enough = {
        "database_url": "sqlite://",
        "keks": GOOD,
        "kek_active": "k1",
        "codec_keys": GOOD,
        "codec_active": "k1",
        "tree_keys": GOOD,
        "tree_active": "k1",
        "blobs": "file:///nowhere",
        "_env_file": None,
    }
    return Settings(**(enough | changes))


def text(key: bytes) -> str:
    return f"k1:{base64.b64encode(key).decode()}"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "there is no key in it: make one with `sharewell keys new`"),
        (" , ", "there is no key in it: make one with `sharewell keys new`"),
        ("k1", "the key k1 is 0 bytes long and must be 32"),
        (text(bytes(range(16))), "the key k1 is 16 bytes long and must be 32"),
        (text(bytes(range(64))), "the key k1 is 64 bytes long and must be 32"),
        ("k1:not base64!", "the key k1 is not base64"),
        (text(bytes(32)), "the key k1 is not random: make a new one"),
        (text(b"changeit" * 4), "the key k1 is not random: make a new one"),
        (text(b"0123456" * 4 + b"0123"), "the key k1 is not random: make a new one"),
    ],
)
@pytest.mark.parametrize("field", ["keks", "codec_keys", "tree_keys"])
def test_a_key_that_is_none_is_refused_with_a_sentence(
    field: str, given: str, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence) as refused:
        settings(**{field: given})
    secret = given.partition(":")[2]
    assert not secret or secret not in str(refused.value)


def test_several_keys_are_read_by_name() -> None:
    first, second = os.urandom(32), os.urandom(32)
    both = f"{text(first)}, {text(second).replace('k1', 'k2', 1)}"
    assert read_keys(SecretStr(both)) == {"k1": first, "k2": second}


def test_a_key_is_not_shown_when_settings_are_printed() -> None:
    secret = GOOD.partition(":")[2]
    assert secret not in repr(settings())
    assert secret not in str(settings().model_dump())


def test_settings_do_not_change_once_they_are_read() -> None:
    with pytest.raises(ValidationError):
        settings().port = 1  # type: ignore[misc]


def test_cookies_are_secure_wherever_the_pages_are() -> None:
    assert settings(public_url="https://share.example").secure_cookies
    assert not settings(public_url="http://127.0.0.1:8000").secure_cookies


def a_sign_in(**changes: str) -> dict[str, str]:
    return {
        "domain": "estuary.example",
        "issuer": "https://id.estuary.example/",
        "client_id": "sharewell",
        "client_secret": "a secret of the two",
        **changes,
    }


def test_an_organisation_signs_in_its_own_domain_and_no_other() -> None:
    some = settings(sign_ins=[a_sign_in()])
    known = some.sign_in_of("Rae@ESTUARY.example")
    assert known is not None
    assert known.issuer == "https://id.estuary.example"
    for other in ("rae@x.estuary.example", "rae@example", "estuary.example@x.example"):
        assert some.sign_in_of(other) is None
    assert "a secret of the two" not in repr(some)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://id.estuary.example"},
        {"issuer": "https://id.estuary.example?x"},
        {"domain": "estuary"},
        {"domain": "@estuary.example"},
        {"client_id": ""},
        {"another": "field"},
    ],
)
def test_a_sign_in_that_cannot_be_trusted_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="sign_ins"):
        settings(sign_ins=[a_sign_in(**changes)])


def test_codes_go_out_by_text_message_only_where_that_is_set_up() -> None:
    assert not settings().sends_texts
    assert settings(catcher_port=1025).sends_texts
    assert settings(texts_url="https://texts.example/send").sends_texts
    assert settings(texts_url="http://127.0.0.1:9000/send").sends_texts
    for unsafe in ("http://texts.example/send", "ftp://texts.example"):
        with pytest.raises(ValidationError, match="texts_url"):
            settings(texts_url=unsafe)


# Secrets and where they come from


def only(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """Nothing but these in the environment."""
    for name in list(os.environ):
        if name.startswith("SHAREWELL_"):
            monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(f"SHAREWELL_{name.upper()}", value)


def test_secrets_may_each_be_a_file_of_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sharewell_smtp_password").write_text("from the folder\n")
    (tmp_path / "sharewell_texts_token").write_text("not this one")
    only(monkeypatch, secrets_dir=str(tmp_path), texts_token="from the environment")
    found = settings()
    assert found.smtp_password == SecretStr("from the folder")
    assert found.texts_token == SecretStr("from the environment")
    places = places_of(found)
    assert places["smtp_password"] == FOLDER
    assert places["texts_token"] == VARIABLE
    assert places["temporal_api_key"] == NOWHERE


def test_a_folder_of_secrets_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, secrets_dir=str(tmp_path / "gone"))
    with pytest.raises(ValidationError, match="secrets_dir"):
        settings()


def test_everything_that_is_a_secret_is_looked_for() -> None:
    assert secrets_of(Settings) == [
        "database_url", "keks", "codec_keys", "tree_keys", "temporal_api_key",
        "smtp_password", "texts_token", "sign_ins", "staff_sign_ins", "metrics_token",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["keks", "codec_keys", "tree_keys"])
def test_keys_of_a_demonstration_are_refused_elsewhere(field: str) -> None:
    keys = {field: f"demo:{new_key_text()}"}
    with pytest.raises(ValidationError, match="made for a demonstration") as refused:
        settings(**keys)
    assert keys[field].partition(":")[2] not in str(refused.value)
    assert settings(**keys, demonstration=True).demonstration


# The line to Temporal


def pem(folder: Path, name: str, mode: int = 0o600) -> Path:
    file = folder / name
    file.write_text(f"-----BEGIN {name}-----")
    file.chmod(mode)
    return file


def test_a_certificate_is_shown_to_temporal_with_its_key(tmp_path: Path) -> None:
    files = {
        f"temporal_{name}_file": pem(tmp_path, name) for name in ("ca", "cert", "key")
    }
    tls = tls_of(settings(temporal_tls=True, **files))
    assert tls is not True
    assert tls
    assert tls.server_root_ca_cert == b"-----BEGIN ca-----"
    assert tls.client_cert == b"-----BEGIN cert-----"
    assert tls.client_private_key == b"-----BEGIN key-----"
    assert tls_of(settings()) is False


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("cert",), "give SHAREWELL_TEMPORAL_CERT_FILE and this, or neither"),
        (("key",), "give SHAREWELL_TEMPORAL_CERT_FILE and this, or neither"),
    ],
)
def test_neither_a_certificate_nor_its_key_goes_alone(
    tmp_path: Path, given: tuple[str, ...], why: str
) -> None:
    files = {f"temporal_{name}_file": pem(tmp_path, name) for name in given}
    with pytest.raises(ValidationError, match=why):
        settings(temporal_tls=True, **files)


def test_what_the_line_is_sealed_with_has_to_be_there(tmp_path: Path) -> None:
    for name in ("ca", "cert", "key"):
        gone = {f"temporal_{name}_file": tmp_path / "gone"}
        with pytest.raises(ValidationError, match=f"temporal_{name}_file"):
            settings(temporal_tls=True, **gone)


def test_a_key_that_others_may_read_is_not_shown_to_temporal(tmp_path: Path) -> None:
    files = {
        "temporal_cert_file": pem(tmp_path, "cert"),
        "temporal_key_file": pem(tmp_path, "key", 0o644),
    }
    with pytest.raises(ValidationError, match="others may read this file"):
        settings(temporal_tls=True, **files)


def test_nobody_proves_themselves_to_temporal_in_the_clear(tmp_path: Path) -> None:
    files = {
        "temporal_cert_file": pem(tmp_path, "cert"),
        "temporal_key_file": pem(tmp_path, "key"),
    }
    for secret in (files, {"temporal_api_key": "an API key"}):
        with pytest.raises(ValidationError, match="SHAREWELL_TEMPORAL_TLS=true"):
            settings(**secret)
    assert settings(temporal_tls=True, temporal_api_key="an API key")


@pytest.mark.parametrize("name", ["metrics_worker", "metrics_temporal"])
@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", True), ("127.0.0.1:9464", True), ("[::1]:9464", True), ("9464", False),
        ("127.0.0.1", False), ("here:there", False), ("http://a.example:1", False),
    ],
)  # fmt: skip
def test_metrics_are_offered_at_a_host_and_a_port(
    name: str, given: str, taken: bool
) -> None:
    if taken:
        assert getattr(settings(**{name: given}), name) == given
    else:
        with pytest.raises(ValidationError):
            settings(**{name: given})
