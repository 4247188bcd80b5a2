"""The OpenAPI documents as an integrator needs them, and the committed copies of them.

`finishing` completes what the framework writes, with `examples` made from the schemas; `merging` makes one document of
the four; `changes` tells which differences from a released document break a caller. `python -m shared.kit.openapi`
writes, checks, compares and releases them.
"""

from .finishing import SERVICE_TAG, Described, Node, finish, operations, render

__all__ = ["SERVICE_TAG", "Described", "Node", "finish", "operations", "render"]
