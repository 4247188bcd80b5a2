"""`python -m services.commissioning_api <verb>`."""

from services.commissioning_api.main import SERVICE
from shared.kit.commands import main

main(SERVICE)
