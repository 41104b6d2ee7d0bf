"""Connections to Temporal: a patient one for the worker, an impatient one for pages."""

from pathlib import Path

from temporalio.client import Client
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RetryConfig, TLSConfig

from adapters.codec import data_converter
from adapters.key_settings import read_keys
from adapters.settings import Settings
from adapters.tracing import followers

# A page must not wait for a server that is away: the act is stored, the relay sends it.
IMPATIENT = RetryConfig(
    max_elapsed_time_millis=2000, max_retries=3, max_interval_millis=500
)


async def connect(settings: Settings, *, patient: bool) -> Client:
    """A client with our converter. The impatient one connects at its first call."""
    api_key = settings.temporal_api_key
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        api_key=api_key.get_secret_value() if api_key else None,
        tls=tls_of(settings),
        data_converter=data_converter(
            read_keys(settings.codec_keys), settings.codec_active
        ),
        lazy=not patient,
        retry_config=None if patient else IMPATIENT,
        identity="sharewell",
        interceptors=followers(settings),
    )


def offer_metrics(address: str) -> None:
    """Let the SDK of every client made from now on answer Prometheus there."""
    metrics = PrometheusConfig(
        bind_address=address,
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
    )
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(metrics=metrics)))


def tls_of(settings: Settings) -> TLSConfig | bool:
    """How the line is sealed: whom we believe, and as whom we show ourselves."""
    if not settings.temporal_tls:
        return False
    return TLSConfig(
        server_root_ca_cert=_read(settings.temporal_ca_file),
        client_cert=_read(settings.temporal_cert_file),
        client_private_key=_read(settings.temporal_key_file),
    )


def _read(file: Path | None) -> bytes | None:
    return file.read_bytes() if file else None
