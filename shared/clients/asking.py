"""How a client asks an owner: what it refuses becomes a refusal of the caller's own."""

from typing import TypeVar

from shared.contracts.base import Output
from shared.kit.errors import Forbidden, NotAuthenticated, Refusal, Unavailable
from shared.kit.http_client import Neighbour, NeighbourRefused

Resource = TypeVar("Resource", bound=Output)


async def ask(
    neighbour: Neighbour, path: str, contract: type[Resource], token: str, missing: type[Refusal]
) -> Resource:
    """The owner's resource at a path, with the caller's own token.

    Raises `missing` where the owner has nothing that this caller may see, NotAuthenticated or Forbidden where it does
    not take the caller's token, Unavailable when it cannot be asked.
    """
    try:
        return await neighbour.get(path, contract, token)
    except NeighbourRefused as refused:
        status, detail = refused.problem.status, refused.problem.detail[:1000]
        if status == 404:
            raise missing from None
        if status == 401:
            headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise NotAuthenticated(f"The {neighbour.name} service says: {detail}", headers=headers) from None
        if status == 403:
            raise Forbidden(f"The {neighbour.name} service says: {detail}") from None
        raise Unavailable(f"The {neighbour.name} service could not answer. Nothing was changed.") from None
