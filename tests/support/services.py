"""The four services, for tests that hold for each."""

from services.reporting_api.main import SERVICE as REPORTING

from services.assessment_api.main import SERVICE as ASSESSMENT
from services.commissioning_api.main import SERVICE as COMMISSIONING
from services.partnership_api.main import SERVICE as PARTNERSHIP

SERVICES = (PARTNERSHIP, ASSESSMENT, COMMISSIONING, REPORTING)
