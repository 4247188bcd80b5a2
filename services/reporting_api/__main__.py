"""`python -m services.reporting_api <verb>`."""

from services.reporting_api.main import SERVICE
from shared.kit.commands import main

main(SERVICE)
