"""The table of local authorities: which codes each has, and in which region it lies."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting_api.tables import Base


class LocalAuthority(Base):
    """One local authority, as the list that comes with the service has it. It is no copy: a rebuild leaves it."""

    __tablename__ = "local_authorities"

    la_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    gss_code: Mapped[str] = mapped_column(String(9))
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(String(1))
    region_name: Mapped[str]
    region_gss_code: Mapped[str] = mapped_column(String(9))
