"""What can be uploaded. A new kind of upload is a row here: the command line and the folder drop both read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Kind:
    """A kind of file and the operation that takes it."""

    service: str
    path: str
    says: str
    method: str = "POST"
    replaces: str = ""
    """For what is put, not posted: the list in which the thing to be replaced is found by the path's parameters."""

    @property
    def places(self) -> tuple[str, ...]:
        """The parameters in the path, in their order: the folders in which the folder drop expects a file."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))

    def filled(self, values: Mapping[str, str]) -> str:
        """The path for these values."""
        return self.path.format_map({name: quote(value, safe="") for name, value in values.items()})


KINDS: Mapping[str, Kind] = {
    "selections": Kind(
        "partnership", "/v1/projects/{project_id}/selections", "Schools that a board selects for its project."
    ),
    "schools": Kind("partnership", "/v1/schools/imports", "The establishment download of GIAS."),
    "school-links": Kind("partnership", "/v1/schools/links/imports", "The links file of GIAS."),
    "survey-responses": Kind(
        "assessment",
        "/v1/participations/{participation_id}/surveys/{term}/responses",
        "Responses of parent carers, as a survey tool exports them; they are counted and not kept.",
        method="PUT",
        replaces="surveys",
    ),
    "self-assessment-answers": Kind(
        "assessment", "/v1/self-assessment-answers/bulk", "What schools answered to the questions of self-assessments."
    ),
    "surveys": Kind("assessment", "/v1/surveys/bulk", "Surveys of parent carers as counts: a row for each count."),
    "local-offers": Kind("commissioning", "/v1/local-offers/bulk", "What providers offer where, at which price."),
    "sessions": Kind("commissioning", "/v1/sessions/bulk", "Sessions that are planned, or were held."),
    "session-holdings": Kind("commissioning", "/v1/session-holdings/bulk", "How planned sessions went."),
}
