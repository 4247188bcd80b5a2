"""Who sees the rows of which projects."""

from services.reporting_api.seen import projects_seen
from services.reporting_api.summaries.models import ProjectSummary

PROJECTS_SEEN = projects_seen(ProjectSummary.icb_code, ProjectSummary.project_id)
