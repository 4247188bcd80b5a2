"""`python -m services.assessment_api <verb>`."""

from services.assessment_api.main import SERVICE
from shared.kit.commands import main

main(SERVICE)
