"""The pictures of the last whole runs: `.cache/bench/venv/bin/python -m tests.bench.plot`, where matplotlib is."""

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

FOLDER = Path(__file__).parents[2] / "docs" / "performance"
_NAMES = {"ours": "this platform", "drf": "Django REST Framework", "node": "Fastify, postgres.js"}
_COLOURS = {"ours": "#1d70b8", "drf": "#b1b4b6", "node": "#85994b"}
# Without the day and with names that do not change, the same figures draw the same file.
_SAME = {"Date": None, "Creator": None}


def main() -> None:
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "pins", "font.size": 9, "font.family": "sans-serif"})
    results: dict[str, Any] = json.loads((FOLDER / "results.json").read_text())
    first = results[min(results, key=int)]
    _ratios(first["workloads"])
    if len(results) > 1:
        _growth(results)


def _ratios(rows: list[dict[str, Any]]) -> None:
    """How near the floor each comes, with its spread and the goal."""
    names = list(dict.fromkeys(row["what"] for row in rows))
    figure, axes = plt.subplots(figsize=(8, 0.7 * len(names) + 1))
    for place, who in enumerate(_NAMES):
        played = {row["what"]: row for row in rows if row["who"] == who}
        at = [index + 0.25 * (place - 1) for index, name in enumerate(names) if name in played]
        ratios = [played[name]["ratio"] for name in names if name in played]
        spread = [
            [row["ratio"] - row["ratio_from"] for name in names if (row := played.get(name))],
            [row["ratio_to"] - row["ratio"] for name in names if (row := played.get(name))],
        ]
        axes.barh(at, ratios, 0.23, xerr=spread, color=_COLOURS[who], label=_NAMES[who], error_kw={"lw": 0.8})
    for index, name in enumerate(names):
        goal = next(row["goal"] for row in rows if row["what"] == name)
        if goal is not None:
            axes.plot([goal, goal], [index - 0.4, index + 0.4], color="#d4351c", lw=1.5)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel("Requests a second as a part of the floor's; the red line is the goal")
    axes.legend(loc="lower right", frameon=False)
    _keep(figure, "ratios.svg")


def _growth(results: dict[str, Any]) -> None:
    """Milliseconds a request as the data grow."""
    scales = sorted(results, key=int)
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for name in dict.fromkeys(row["what"] for row in results[scales[0]]["workloads"]):
        costs = {
            int(scale): 32_000 / row["a_second"]
            for scale in scales
            for row in results[scale]["workloads"]
            if row["what"] == name and row["who"] == "ours"
        }
        axes.plot(list(costs), list(costs.values()), marker="o", lw=1, label=name)
    axes.set(xscale="log", yscale="log", xlabel="Times the data of three years", ylabel="ms under 32 connections")
    axes.legend(fontsize=7, frameon=False)
    _keep(figure, "growth.svg")


def _keep(figure: Any, name: str) -> None:
    figure.tight_layout()
    figure.savefig(FOLDER / name, metadata=_SAME)
    plt.close(figure)


if __name__ == "__main__":
    main()
