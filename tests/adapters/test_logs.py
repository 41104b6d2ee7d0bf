"""Logs: fields from a list, and never what somebody typed."""

import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import format_trace_id

from adapters.logs import FIELDS, configure, only_listed
from adapters.metrics import REGISTRY

CANARY = "canary-of-a-child’s-name"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What a process that has set up its logs writes to standard error."""
    root = logging.getLogger()
    before = (root.handlers, root.level, structlog.get_config())
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure()
    yield written
    root.handlers, level, config = before
    root.setLevel(level)
    structlog.configure(**config)


def lines(written: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def fail() -> None:
    raise ValueError(f"{CANARY} is not a number")


def test_a_line_is_json_with_a_time_and_listed_fields(
    written: StringIO,
) -> None:
    structlog.get_logger().info("act_sent", reference="SR-1", act="a1")
    (line,) = lines(written)
    assert line.pop("timestamp")
    assert line == {
        "event": "act_sent", "level": "info", "reference": "SR-1", "act": "a1",
    }  # fmt: skip


def test_a_field_that_is_not_listed_is_dropped(
    written: StringIO,
) -> None:
    structlog.get_logger().info("act_sent", name=CANARY, body={"text": CANARY})
    (line,) = lines(written)
    assert set(line) <= FIELDS
    assert CANARY not in str(line)


def test_what_was_dropped_is_counted_and_said(written: StringIO) -> None:
    before = counted("sharewell_log_fields_dropped_total")
    structlog.get_logger().info("act_sent", name=CANARY, words=CANARY, act="a1")
    structlog.get_logger().info("act_sent", act="a1")
    first, second = lines(written)
    assert first["dropped"] == 2
    assert "dropped" not in second
    assert counted("sharewell_log_fields_dropped_total") == before + 2


def test_every_line_is_counted_by_its_event(written: StringIO) -> None:
    labels = {"event": "act_counted", "level": "warning"}
    for _ in range(3):
        structlog.get_logger().warning("act_counted", reference="SR-1")
    assert counted("sharewell_log_events_total", **labels) == 3


def test_a_line_leads_to_its_trace(written: StringIO) -> None:
    with TracerProvider().get_tracer("t").start_as_current_span("s") as span:
        structlog.get_logger().info("act_sent")
    trace = format_trace_id(span.get_span_context().trace_id)
    assert lines(written)[0]["trace_id"] == trace


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_error_is_its_class_and_its_place_without_a_word_of_its_text(
    written: StringIO,
) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("step_failed")
    (line,) = lines(written)
    assert line["exc_class"] == "ValueError"
    assert "test_logs.py:" in str(line["exc_place"])
    assert CANARY not in str(line)
    assert "raise" not in str(line)


def test_what_a_library_logs_is_cut_down_to_who_and_what_class(
    written: StringIO,
) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("temporalio.activity").exception("failed on %s", CANARY)
    logging.getLogger("uvicorn.error").warning(CANARY)
    logging.getLogger("sqlalchemy").info(CANARY)
    first, second = lines(written)
    assert (first["logger"], first["exc_class"]) == (
        "temporalio.activity",
        "ValueError",
    )
    assert second["logger"] == "uvicorn.error"
    assert CANARY not in str([first, second])


def test_an_error_can_be_handed_over_in_every_way_logging_knows() -> None:
    logged = []
    try:
        fail()
    except ValueError as error:
        logged = [
            only_listed(None, "error", {"event": "e", "exc_info": given})
            for given in (error, sys.exc_info(), True)
        ]
    assert {str(line["exc_class"]) for line in logged} == {"ValueError"}
    assert all("test_logs.py" in line["exc_place"] for line in logged)
