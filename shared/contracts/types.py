"""The field's words, with their forms and bounds. Every string has a greatest length, every number a range.

Sources: ODS codes from NHS England's Organisation Data Service, LA and URN forms from GIAS (DfE).
"""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.contracts.personal_data import personal_data

# PostgreSQL stores no NUL, and no other control character belongs in text that people read.
_PRINTABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"


def _text(longest: int, shortest: int = 1) -> StringConstraints:
    return StringConstraints(min_length=shortest, max_length=longest, pattern=_PRINTABLE)


Label = Annotated[str, _text(80)]
Name = Annotated[str, _text(200)]
Sentence = Annotated[str, _text(500)]
Text = Annotated[str, _text(4000)]

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", min_length=1, max_length=80),
    Field(examples=["mental_health"]),
]


def _about_nobody(text: str) -> str:
    found = list(personal_data(text))
    if found:
        sentence = "This seems to hold {what}. Say it without anything that points to a person."
        raise PydanticCustomError("personal_data", sentence, {"what": " and ".join(found)})
    return text


_ABOUT_NOBODY = Field(json_schema_extra={"x-no-personal-data": True})
FreeLabel = Annotated[Label, AfterValidator(_about_nobody), _ABOUT_NOBODY]
FreeName = Annotated[Name, AfterValidator(_about_nobody), _ABOUT_NOBODY]
FreeSentence = Annotated[Sentence, AfterValidator(_about_nobody), _ABOUT_NOBODY]
FreeText = Annotated[Text, AfterValidator(_about_nobody), _ABOUT_NOBODY]
"""Free text as callers send it: what seems to point to a person is refused with its place (R37)."""

OdsCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{3,5}$", max_length=5),
    Field(description="ODS code of an ICB.", examples=["QWO"]),
]
LaCode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{3}$", max_length=3),
    Field(description="DfE code of a local authority.", examples=["383"]),
]
Urn = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]{5}$", max_length=6),
    Field(description="Unique reference number, GIAS.", examples=["107866"]),
]


def _is_financial_year(code: str) -> str:
    if (int(code[2:4]) + 1) % 100 != int(code[5:]):
        raise ValueError("a programme year is a financial year, such as 2025-26")
    return code


ProgrammeYear = Annotated[
    str,
    StringConstraints(pattern=r"^20[0-9]{2}-[0-9]{2}$", max_length=7),
    AfterValidator(_is_financial_year),
    Field(description="A financial year.", examples=["2025-26"]),
]
OrganisationRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^(icb:[A-Z0-9]{3,5}|la:[0-9]{3}|school:[1-9][0-9]{5}|(pcg|provider):[0-9a-f-]{36}"
        r"|national:(dfe|nhse)|(evaluator|service):[a-z0-9-]{1,40})$",
        max_length=60,
    ),
    Field(description="One organisation: its kind, a colon, its code.", examples=["la:383"]),
]

# 10^12 pence is ten billion pounds: far above the programme, far below what a bigint holds.
Pence = Annotated[int, Field(ge=0, le=10**12, description="Whole pence.", examples=[125000])]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Version = Annotated[
    int, Field(ge=1, le=2**31 - 1, description="Rises by one with each change; the ETag.", examples=[3])
]
VersionNumber = Annotated[int, Field(ge=1, le=1_000_000, description="Which of the numbered versions, from 1.")]


def _to_utc(moment: datetime) -> datetime:
    # Before 1000 strftime leaves out zeros, and the last hours of 9999 may be in the year 10000 in UTC.
    if not 1000 <= moment.year <= 9998:
        raise ValueError("a moment is in a year from 1000 to 9998")
    return moment.astimezone(UTC)


def wire_time(moment: datetime) -> str:
    """ISO 8601 in UTC with six decimals and Z: the one form in answers, events and exports."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Moment = Annotated[
    AwareDatetime,
    AfterValidator(_to_utc),
    PlainSerializer(wire_time, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "maxLength": 40,
            "examples": ["2025-09-01T08:30:00.000000Z"],
        }
    ),
]
Day = Annotated[
    date,
    Field(ge=date(1800, 1, 1), le=date(2200, 1, 1)),
    WithJsonSchema({"type": "string", "format": "date", "maxLength": 10, "examples": ["2025-09-01"]}),
]
