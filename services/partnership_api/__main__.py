"""`python -m services.partnership_api <verb>`."""

from services.partnership_api.main import SERVICE
from shared.kit.commands import main

main(SERVICE)
