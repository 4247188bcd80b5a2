"""How organisations are read. All of them are facts of public registers, so every caller sees every row."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, true

from services.partnership_api.organisations import models
from shared.contracts.partnership import organisations as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

PUBLIC: Mapping[Kind, ColumnElement[bool]] = {kind: true() for kind in Kind}

ICBS = View(models.Icb, contract.Icb, PUBLIC, key="ods_code", sorts=("ods_code", "name", "updated_at"))
ICB_SUCCESSIONS = View(models.IcbSuccession, contract.IcbSuccession, PUBLIC)
LOCAL_AUTHORITIES = View(
    models.LocalAuthority, contract.LocalAuthority, PUBLIC, key="la_code", sorts=("la_code", "name", "updated_at")
)
PARENT_CARER_GROUPS = View(
    models.ParentCarerGroup, contract.ParentCarerGroup, PUBLIC, sorts=("id", "name", "updated_at")
)
NATIONAL_BODIES = View(models.NationalBody, contract.NationalBody, PUBLIC, key="code", sorts=("code",))
EVALUATORS = View(models.Evaluator, contract.Evaluator, PUBLIC, key="code", sorts=("code", "name", "updated_at"))
