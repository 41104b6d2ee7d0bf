"""The alerts and the dashboard as they are in docs/alerts, and the metrics they ask."""

import json
from pathlib import Path
from typing import Any

import promql_parser
import yaml

ALERTS = Path(__file__).parents[2] / "docs" / "alerts"


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((ALERTS / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ALERTS / "dashboard.json").read_text())
    return found


def expressions() -> list[str]:
    """Every question that is put to Prometheus."""
    shown = [
        target["expr"]
        for panel in dashboard()["panels"]
        for target in panel.get("targets", ())
    ]
    return [rule["expr"] for rule in rules()] + shown


def selectors(expression: str) -> list[promql_parser.VectorSelector]:
    """The numbers that one of them asks for.

    Raises:
        ValueError: it is not one.
    """
    found: list[promql_parser.VectorSelector] = []

    def visit(part: promql_parser.Expr) -> None:
        if isinstance(part, promql_parser.MatrixSelector):
            part = part.vector_selector
        if isinstance(part, promql_parser.VectorSelector):
            found.append(part)

    promql_parser.walk(promql_parser.parse(expression), pre_visit=visit)
    return found
