"""Encrypts what Temporal keeps: AES-256-GCM, with key ids, bound to the workflow id."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import ActivitySerializationContext as _ActivityContext
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

ENCODING = b"binary/encrypted"
NONCE = 12


class ClearPayload(Exception):
    """A payload that nobody encrypted."""


class DoesNotOpen(Exception):
    """A payload was altered, or the key that it was sealed under is gone."""


@dataclass(frozen=True)
class Sealed:
    """A payload as Temporal hands it out, for those who do not speak to Temporal."""

    metadata: dict[str, bytes]
    data: bytes

    @property
    def is_sealed(self) -> bool:
        return self.metadata.get("encoding") == ENCODING

    @property
    def workflow(self) -> str:
        """Which workflow it says it belongs to. It opens only if that is so."""
        return self.metadata.get("workflow", b"").decode(errors="replace")


class Codec(PayloadCodec, WithSerializationContext):
    """Encrypts under the active key, decrypts under any key on the ring."""

    def __init__(
        self, keys: dict[str, bytes], active: str, workflow_id: str = ""
    ) -> None:
        super().__init__()
        self._keys = keys
        self._active = active
        self._workflow_id = workflow_id

    def with_context(self, context: SerializationContext) -> "Codec":
        """The same codec, for one workflow: what it seals opens nowhere else."""
        if isinstance(context, WorkflowSerializationContext | _ActivityContext):
            return Codec(self._keys, self._active, context.workflow_id or "")
        return self

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._decrypted(payload) for payload in payloads]

    def _encrypted(self, payload: Payload) -> Payload:
        nonce = os.urandom(NONCE)
        aead = AESGCM(self._keys[self._active])
        clear = payload.SerializeToString()
        data = nonce + aead.encrypt(nonce, clear, self._bound(self._active))
        return Payload(
            metadata={
                "encoding": ENCODING,
                "key": self._active.encode(),
                "workflow": self._workflow_id.encode(),
            },
            data=data,
        )

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            raise ClearPayload
        key = payload.metadata["key"].decode()
        nonce, body = payload.data[:NONCE], payload.data[NONCE:]
        clear = AESGCM(self._keys[key]).decrypt(nonce, body, self._bound(key))
        return Payload.FromString(clear)

    def _bound(self, key: str) -> bytes:
        return f"{key}|{self._workflow_id}".encode()


async def clear_of(codec: Codec, given: Sealed) -> Sealed:
    """What a payload holds; one that nobody encrypted stays as it is.

    Raises:
        DoesNotOpen: it was altered, moved, or its key is gone.
    """
    if not given.is_sealed:
        return given
    place = WorkflowSerializationContext(namespace="", workflow_id=given.workflow)
    payload = Payload(metadata=given.metadata, data=given.data)
    try:
        (clear,) = await codec.with_context(place).decode([payload])
    except (InvalidTag, DecodeError, ValueError, KeyError) as error:
        raise DoesNotOpen from error
    return Sealed(dict(clear.metadata), clear.data)


_JSON = PydanticJSONPlainPayloadConverter()


class PayloadConverter(CompositePayloadConverter):
    """As the SDK's for pydantic, which learns each type anew for every workflow.

    That took tens of milliseconds of each first step, inside the time that a workflow
    has to answer in.
    """

    def __init__(self) -> None:
        """Give every workflow the one converter that knows the types already."""
        usual = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(
            *(_JSON if isinstance(c, JSONPlainPayloadConverter) else c for c in usual)
        )


def data_converter(keys: dict[str, bytes], active: str) -> DataConverter:
    """How everything that reaches Temporal is written, failures included."""
    return DataConverter(
        payload_converter_class=PayloadConverter,
        payload_codec=Codec(keys, active),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
