"""Files as GIAS gives them, made up, and schools that came from one."""

import csv
import io
from typing import Any

from tests.support.partnership import done
from tests.support.serving import Served

CSV = {"Content-Type": "text/csv"}
SCHOOL = {
    "URN": "100025",
    "LA (code)": "202",
    "EstablishmentNumber": "2775",
    "EstablishmentName": "Gospel Oak Primary School",
    "TypeOfEstablishment (code)": "01",
    "EstablishmentStatus (code)": "1",
    "PhaseOfEducation (code)": "2",
    "OpenDate": "01-08-2016",
    "CloseDate": "",
    "NumberOfPupils": "421",
    "PercentageFSM": "37.4",
    "Trusts (code)": "",
    "Trusts (name)": "Not applicable",
    "UKPRN": "10078058",
    "TypeOfResourcedProvision (name)": "SEN unit",
}


def gias_file(*schools: dict[str, str], without: tuple[str, ...] = ()) -> bytes:
    """A download with these schools, each like Gospel Oak but for what is given."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [name for name in SCHOOL if name not in without], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(SCHOOL | school for school in schools)
    return out.getvalue().encode("cp1252")


def links_file(*links: tuple[str, str, str, str]) -> bytes:
    """A links file with these rows: URN, URN linked to, kind of link, date."""
    rows = (f'"{urn}","{other}","A school","{kind}","{day}"' for urn, other, kind, day in links)
    return "\n".join(['"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"', *rows]).encode()


async def imported(partnership: Served, *schools: dict[str, str]) -> dict[str, Any]:
    """What the import of a file with these schools answered."""
    national = partnership.as_("national:dfe")
    return done(await national.post("/v1/schools/imports", content=gias_file(*schools), headers=CSV), 200)
