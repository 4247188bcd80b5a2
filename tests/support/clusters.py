"""Clusters of PostgreSQL that come and go: for dumps, base backups and what is restored from them."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.local import postgres

QUICK = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB", "max_connections": "100"}


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[postgres.Server]:
    """A server in a folder of its own, whose data need not survive a crash of the machine."""
    with postgres.running(folder, QUICK | settings) as server:
        yield server


def run(command: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """What a shell command printed, with PostgreSQL's programs and our Python first in its path."""
    path = f"{postgres.program('psql').parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path} | dict(environment or {})
    shell = ["/bin/bash", "-euo", "pipefail", "-c", command]
    made = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, f"{command}\n{made.stdout}\n{made.stderr}"
    return made.stdout


def copy_by_dump(source: str, target: postgres.Server, name: str, folder: Path) -> str:
    """A database's dump restored into another cluster; its URL there."""
    url = target.superuser_url(name)
    run(
        f"pg_dump --format=custom --file={name}.dump {source}\n"
        f"psql --quiet {target.superuser_url()} --command 'create database {name}'\n"
        f"pg_restore --no-owner --no-privileges --exit-on-error --dbname={url} {name}.dump",
        folder,
    )
    return url
