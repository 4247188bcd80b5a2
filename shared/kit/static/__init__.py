"""The style of every page about the service."""

from hashlib import sha256
from pathlib import Path

STYLE = (Path(__file__).parent / "docs.css").read_bytes()
STYLE_VERSION = sha256(STYLE).hexdigest()[:16]
