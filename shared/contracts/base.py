"""What every message over the wire is built from."""

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """A resource as it is sent. A reader ignores fields it does not know, so that new ones break nobody."""

    model_config = ConfigDict(from_attributes=True, extra="ignore", frozen=True, allow_inf_nan=False)


class Input(BaseModel):
    """What a caller sends. A field we do not know is refused by name: a typing error must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True)
