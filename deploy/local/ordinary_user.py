"""PostgreSQL refuses to run as root or as a user without a name, so it is then started as somebody else."""

import os
import pwd
import shutil
import subprocess
from functools import cache
from pathlib import Path

from deploy.local.errors import LocalDatabaseError

# Known on every system: the server wants a user with a name.
NOBODY = pwd.getpwnam("nobody").pw_uid
# Inside, we appear as nobody; outside, files stay our own, so no ownership has to change.
NAMESPACE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
# For containers without user namespaces. Kept: the right to enter folders that are root's alone.
DROPPED = [
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--",
]  # fmt: skip


@cache
def prefix(server_program: Path, data_dir: Path) -> list[str]:
    """What to write before a command so that it does not run as root; nothing for an ordinary user."""
    is_root = os.geteuid() == 0
    if not is_root and data_dir.stat().st_uid != os.geteuid():
        raise LocalDatabaseError(f"The database folder {data_dir} belongs to another user.")
    if not is_root and _has_a_name(os.geteuid()):
        return []
    for way in (NAMESPACE, DROPPED) if is_root else (NAMESPACE,):
        if shutil.which(way[0]) is None:
            continue
        give(data_dir, way)
        may = [*way, "sh", "-c", '"$1" --version && ls "$2"', "sh", str(server_program), str(data_dir)]
        attempt = subprocess.run(may, capture_output=True, check=False)  # noqa: S603 - our own command line
        if attempt.returncode == 0:
            return way
    raise LocalDatabaseError(
        "PostgreSQL refuses to run as this user, and this machine offers no other for it: "
        "run the platform as an ordinary user."
    )


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def give(folder: Path, way: list[str]) -> None:
    """Let the folder belong to whoever will run the server (only root can, and needs to)."""
    owner = NOBODY if way == DROPPED else os.geteuid()
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != owner:
            os.chown(path, owner, owner, follow_symlinks=False)
