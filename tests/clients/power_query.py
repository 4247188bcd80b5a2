"""The guide's Power Query, parsed by the parser of its editors: nothing but Excel and Power BI can run it."""

import shutil
import subprocess

from tests.clients.cases import CACHE, HERE, lacking
from tests.guide.samples import written_in

_FROM = HERE / "powerquery"


def parsed() -> tuple[bool, str]:
    """Whether every sample is Power Query, and a sentence about it."""
    if missing := lacking("node", "npm"):
        return True, f"Power Query: skipped, because {missing}"
    folder = CACHE / "power-query"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_FROM, folder)
    samples = written_in("powerquery")
    for sample in samples:
        (folder / f"{sample.name}.pq").write_text(sample.code)
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    parse = ["node", "parse.mjs", *(f"{sample.name}.pq" for sample in samples)]
    for command in (npm, parse):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return False, f"Power Query: failed\n{done.stdout}\n{done.stderr}"
    return bool(samples), f"Power Query: {len(samples)} samples of the guide parsed"
