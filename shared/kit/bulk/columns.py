"""The columns of a CSV file, taken from the schema of what a row says: their names, kinds and cells."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.contracts.base import Input

# Not a comma, semicolon or tab, which stand between the cells of a file.
BETWEEN = "|"
NOT_APPLICABLE = "n/a"
_NULLS = (NOT_APPLICABLE, "not applicable")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
# As spreadsheets in this country write days when they save a file.
_BRITISH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_KINDS = {"integer": "whole number", "number": "number", "boolean": "yes or no", "array": "list", "string": "text"}


class Column(NamedTuple):
    """One column. `parts` are the two names of what a list holds, where it holds pairs (`Teacher=9`)."""

    name: str
    kind: str
    required: bool
    nullable: bool
    description: str
    choices: tuple[str, ...]
    parts: tuple[str, ...]

    def value(self, cell: str) -> Any:
        """What a cell that is not empty says, for the schema to judge."""
        if self.required and self.nullable and cell.casefold() in _NULLS:
            return None
        if self.kind == "list":
            return [self._part(each.strip()) for each in cell.split(BETWEEN)]
        if self.kind == "day" and (found := _BRITISH_DAY.fullmatch(cell)):
            day, month, year = found.groups()
            return f"{year}-{month:0>2}-{day:0>2}"
        return _number(cell) if self.kind == "whole number" else cell

    def _part(self, text: str) -> Any:
        if not self.parts:
            return text
        name, _, value = text.rpartition("=") if "=" in text else (text, "", "")
        pair = {self.parts[0]: name.strip()}
        return pair | {self.parts[1]: _number(value.strip())} if value else pair

    def cell(self, value: Any) -> str:
        """A value as it is written into a cell."""
        if value is None:
            return NOT_APPLICABLE if self.required else ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return BETWEEN.join("=".join(map(str, each.values())) if self.parts else str(each) for each in value)
        return str(value)

    def sentence(self) -> str:
        """The column as the documentation names it."""
        kind = f"{self.kind}: {', '.join(self.choices)}" if self.choices else self.kind
        if self.parts:
            kind = f"list of {self.parts[0]}=number with {BETWEEN} between"
        elif self.kind == "list":
            kind = f"list with {BETWEEN} between"
        if self.required and self.nullable:
            kind += f"; {NOT_APPLICABLE} where it does not apply"
        needed = "required" if self.required else "may be left out"
        return f"- `{self.name}` ({kind}; {needed})" + (f": {self.description}" if self.description else "")


def _number(text: str) -> Any:
    return int(text) if _WHOLE.fullmatch(text) else text


def columns_of(schema: type[Input]) -> list[Column]:
    """A column for each field, in their order."""
    found = schema.model_json_schema()
    definitions = found.get("$defs", {})
    required = found.get("required", ())
    return [_column(name, node, definitions, required=name in required) for name, node in found["properties"].items()]


def _column(name: str, node: Mapping[str, Any], definitions: Mapping[str, Any], *, required: bool) -> Column:
    variants = [_resolved(each, definitions) for each in node.get("anyOf", (node,))]
    says = next(each for each in variants if each.get("type") != "null")
    held = _resolved(says.get("items", {}), definitions)
    return Column(
        name=name,
        kind="day" if says.get("format") == "date" else _KINDS[says["type"]],
        required=required,
        nullable=len(variants) > 1,
        description=node.get("description") or says.get("description", ""),
        choices=tuple(map(str, says.get("enum", ()))),
        parts=tuple(held.get("properties", ())),
    )


def _resolved(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    named = node.get("$ref", "").rpartition("/")[2]
    return {**definitions[named], "description": node.get("description", "")} if named else node
