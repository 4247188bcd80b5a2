"""How reviews and their points are read: by those who see the plan."""

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import reviews as contract
from shared.kit.reads import View

from .models import Review, ReviewPoint

REVIEWS = View(
    Review, contract.Review, partners_visible(Review.project_id, Review.icb_code), sorts=("id", "updated_at")
)
REVIEW_POINTS = View(
    ReviewPoint,
    contract.ReviewPoint,
    partners_visible(ReviewPoint.project_id, ReviewPoint.icb_code),
    sorts=("id", "updated_at"),
    columns={"is_answered": ReviewPoint.answer.is_not(None)},
)
