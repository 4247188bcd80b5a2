"""Results as they are kept: figures for programs, tables for people. What they mean is written beside them by hand."""

import json
from collections.abc import Sequence
from math import log
from typing import Any

from deploy.local.home import ROOT
from tests.bench import capacity

FOLDER = ROOT / "docs" / "performance"
_FILE = FOLDER / "results.json"
_NAMES = {"ours": "this platform", "floor": "floor", "drf": "Django REST Framework", "node": "Fastify, postgres.js"}


def kept() -> dict[str, Any]:
    """The results of the last whole run at each scale."""
    return dict(json.loads(_FILE.read_text())) if _FILE.exists() else {}


def keep(found: dict[str, Any], scale: int, *, whole: bool) -> None:
    """Put a whole run beside those at other scales. A part of one is shown and not kept."""
    if not whole:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    everything = kept() | {str(scale): found}
    _FILE.write_text(json.dumps(dict(sorted(everything.items(), key=lambda item: int(item[0]))), indent=1) + "\n")
    text = "# Results\n\nWritten by `make bench`; what they mean stands in [README.md](README.md).\n"
    for each, results in everything.items():
        text += f"\n## At {each} x\n\n{_about(results['about'])}\n\n{tables(results)}"
    (FOLDER / "results.md").write_text(text + _growth(everything))
    if "1" in everything:
        (FOLDER / "capacity.md").write_text(capacity.text(everything["1"]))


def tables(found: dict[str, Any]) -> str:
    """Every figure of a run as Markdown."""
    rows = [
        (
            each["what"], _NAMES[each["who"]], f"{each['a_second']:,.0f}",
            f"{each['ratio']:.2f} ({each['ratio_from']:.2f} to {each['ratio_to']:.2f})", f"{each['cpu_us']:,.0f}",
            f"{each['cpu_ratio']:.2f}", f"{each['p99_ms']:.1f}", f"{each['greatest_mib']:.0f}",
            _goal(each) if each["who"] == "ours" else "", str(each["failed"] or ""),
        )
        for each in found["workloads"]
    ]  # fmt: skip
    head = ("Work", "By", "A second", "Of the floor (spread)", "CPU us", "by CPU", "p99 ms", "MiB", "Goal", "Failed")
    text = _table(head, rows) if rows else ""
    if found["measures"]:
        measured = [(each["what"], each["figure"], each.get("goal", "")) for each in found["measures"]]
        text += _table(("Work", "Measured", "Goal"), measured)
    started = [
        (each["service"], f"{each['start_seconds']} s", f"{each['idle_mib']:.0f} MiB") for each in found["start"]
    ]
    return text + _table(("Service", "Until it is ready", "Idle, goal under 120"), started)


def _goal(row: dict[str, Any]) -> str:
    if row["goal"] is None:
        return ""
    return f"{row['goal']:.2f}: {'reached' if max(row['ratio'], 0) >= row['goal'] else 'missed'}"


def _about(about: dict[str, Any]) -> str:
    return (
        f"{about['at']}, Python {about['python']}, {about['processors']} processors ({about['processor']}); "
        f"{about['rounds']} rounds of {about['seconds']:g} s, {about['took_seconds']} s in all. "
        f"Load of the machine at the end: {', '.join(about['load_after'])}."
    )


def _growth(everything: dict[str, Any]) -> str:
    """How the cost of a request grows with the data: the exponent e of cost = rows to the power of e."""
    scales = sorted(everything, key=int)
    if len(scales) < 2:
        return ""
    costs: dict[str, dict[str, float]] = {}
    for scale in scales:
        for each in everything[scale]["workloads"]:
            if each["who"] == "ours":
                costs.setdefault(each["what"], {})[scale] = 1e3 * 32 / each["a_second"]
    rows = []
    for what, by_scale in costs.items():
        first, last = scales[0], max(by_scale, key=int)
        exponent = log(by_scale[last] / by_scale[first]) / log(int(last) / int(first)) if first in by_scale else 0.0
        rows.append((what, *(f"{by_scale[s]:.1f}" if s in by_scale else "" for s in scales), f"{exponent:.2f}"))
    head = ("Work, ms under 32 connections", *(f"{scale} x" for scale in scales), "Exponent")
    return f"\n## Growth\n\n{_table(head, rows)}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"
