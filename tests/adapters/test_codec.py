"""What Temporal keeps: encrypted, for one workflow, under keys that can be changed."""

import os
from collections.abc import Sequence

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import WorkflowSerializationContext

from adapters.codec import (
    ENCODING,
    ClearPayload,
    Codec,
    DoesNotOpen,
    Sealed,
    clear_of,
    data_converter,
)
from domain.case import Case

OLD, NEW = os.urandom(32), os.urandom(32)
CLEAR = Payload(metadata={"encoding": b"json/plain"}, data=b'"Kim Lowe"')


def codec_for(workflow: str, keys: dict[str, bytes] | None = None) -> Codec:
    codec = Codec(keys or {"old": OLD}, next(iter(keys or {"old": OLD})))
    context = WorkflowSerializationContext(namespace="default", workflow_id=workflow)
    return codec.with_context(context)


async def encrypted(codec: Codec) -> Sequence[Payload]:
    return await codec.encode([CLEAR])


async def test_a_payload_is_encrypted_and_comes_back() -> None:
    codec = codec_for("SR-1")
    (payload,) = await encrypted(codec)
    assert payload.metadata["encoding"] == ENCODING
    assert b"Kim" not in payload.SerializeToString()
    assert await codec.decode([payload]) == [CLEAR]


async def test_a_payload_moved_to_another_case_is_refused() -> None:
    payloads = await encrypted(codec_for("SR-1"))
    with pytest.raises(InvalidTag):
        await codec_for("SR-2").decode(payloads)


async def test_a_payload_that_claims_to_belong_to_another_case_is_refused() -> None:
    (payload,) = await encrypted(codec_for("SR-1"))
    payload.metadata["workflow"] = b"SR-2"
    with pytest.raises(InvalidTag):
        await codec_for("SR-2").decode([payload])


async def test_a_payload_that_nobody_encrypted_is_refused() -> None:
    with pytest.raises(ClearPayload):
        await codec_for("SR-1").decode([CLEAR])


async def test_an_altered_payload_is_refused() -> None:
    (payload,) = await encrypted(codec_for("SR-1"))
    payload.data = payload.data[:-1] + bytes([payload.data[-1] ^ 1])
    with pytest.raises(InvalidTag):
        await codec_for("SR-1").decode([payload])


async def test_after_a_change_of_keys_the_old_one_still_reads_and_the_new_writes() -> (
    None
):
    before = await encrypted(codec_for("SR-1"))
    both = codec_for("SR-1", {"new": NEW, "old": OLD})
    assert await both.decode(before) == [CLEAR]
    (after,) = await encrypted(both)
    assert after.metadata["key"] == b"new"


async def test_a_key_that_is_gone_opens_nothing() -> None:
    payloads = await encrypted(codec_for("SR-1"))
    with pytest.raises(KeyError):
        await codec_for("SR-1", {"new": NEW}).decode(payloads)


async def test_a_case_goes_through_the_whole_converter_unreadable_and_unharmed() -> (
    None
):
    converter = data_converter({"old": OLD}, "old")
    payloads = await converter.encode([Case("SR-KIM-LOWE")])
    assert b"KIM-LOWE" not in payloads[0].SerializeToString()
    assert await converter.decode(payloads, [Case]) == [Case("SR-KIM-LOWE")]


async def test_what_an_error_says_is_encrypted_as_well() -> None:
    converter = data_converter({"old": OLD}, "old")
    failure = Failure()
    await converter.encode_failure(ValueError("Kim Lowe is not a number"), failure)
    assert b"Kim" not in failure.SerializeToString()
    assert failure.message == "Encoded failure"


@given(
    metadata=st.dictionaries(
        st.sampled_from(["encoding", "key", "workflow", "more"]),
        st.one_of(st.sampled_from([ENCODING, b"old", b"SR-1"]), st.binary(max_size=20)),
    ),
    data=st.binary(max_size=80),
)
async def test_whatever_is_sent_opens_stays_as_it_is_or_does_not_open(
    metadata: dict[str, bytes], data: bytes
) -> None:
    sent = Sealed(metadata, data)
    codec = Codec({"old": OLD}, "old")
    if not sent.is_sealed:
        assert await clear_of(codec, sent) == sent
        return
    with pytest.raises(DoesNotOpen):
        await clear_of(codec, sent)


async def test_what_was_sealed_before_a_change_of_keys_is_still_deciphered() -> None:
    (payload,) = await encrypted(codec_for("SR-1"))
    sealed = Sealed(dict(payload.metadata), payload.data)
    clear = await clear_of(Codec({"new": NEW, "old": OLD}, "new"), sealed)
    assert clear.data == CLEAR.data
    with pytest.raises(DoesNotOpen):
        await clear_of(Codec({"new": NEW}, "new"), sealed)
