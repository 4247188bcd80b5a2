"""The four services, for tests that hold for each."""

from services.assessment_api.main import SERVICE as ASSESSMENT
from services.commissioning_api.main import SERVICE as COMMISSIONING
from services.partnership_api.main import SERVICE as PARTNERSHIP
from services.reporting_api.main import SERVICE as REPORTING

SERVICES = (PARTNERSHIP, ASSESSMENT, COMMISSIONING, REPORTING)
