"""PostgreSQL refuses to run as root, so as root it is started as somebody else."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from deploy.local.errors import LocalDatabaseError

NOBODY = 65534
# Inside, root appears as user 1000; outside, files stay root's own, so no ownership has to change.
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
# For containers without user namespaces. Kept: the right to enter folders that are root's alone.
DROPPED = [
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--",
]  # fmt: skip


@cache
def prefix(server_program: Path, data_dir: Path) -> list[str]:
    """What to write before a command so that it does not run as root; nothing for an ordinary user."""
    if os.geteuid() != 0:
        if data_dir.stat().st_uid != os.geteuid():
            raise LocalDatabaseError(f"The database folder {data_dir} belongs to another user.")
        return []
    for way in (NAMESPACE, DROPPED):
        if shutil.which(way[0]) is None:
            continue
        give(data_dir, way)
        may = [
            *way,
            "sh",
            "-c",
            '"$1" --version && ls "$2"',
            "sh",
            str(server_program),
            str(data_dir),
        ]
        if subprocess.run(may, capture_output=True, check=False).returncode == 0:
            return way
    raise LocalDatabaseError(
        "PostgreSQL refuses to run as root and this machine offers no other user for it: "
        "run the platform as an ordinary user."
    )


def give(folder: Path, way: list[str]) -> None:
    """Let the folder belong to whoever will run the server (only root can, and needs to)."""
    if not way:
        return
    owner = NOBODY if way == DROPPED else 0
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != owner:
            os.chown(path, owner, owner, follow_symlinks=False)
