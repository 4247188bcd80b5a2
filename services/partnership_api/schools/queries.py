"""How schools are read. They are facts of a public register, so every caller sees every row."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, true

from services.partnership_api.schools import models
from shared.contracts.partnership import schools as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

PUBLIC: Mapping[Kind, ColumnElement[bool]] = {kind: true() for kind in Kind}

SCHOOLS = View(models.School, contract.School, PUBLIC, key="urn", sorts=("urn", "name", "updated_at"))
SCHOOL_LINKS = View(models.SchoolLink, contract.SchoolLink, PUBLIC, sorts=("id", "updated_at"))
