"""The tables of the log of all cases. They are only added to, and hold no words."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import Moment


class TreeLeafRow(SQLModel, table=True):
    """How far a case had come when a head was signed. Leaves are numbered from 0."""

    __tablename__ = "tree_leaves"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reference: str = Field(index=True)
    entries: int
    head: str
    lines: int
    log_head: str
    record: str
    hash: str


class TreeHeadRow(SQLModel, table=True):
    """A signed head. `edge` are the hashes that the tree goes on growing from."""

    __tablename__ = "tree_heads"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    size: int
    root: str
    previous: str
    at: datetime = Field(sa_type=Moment)
    key: str
    public: str
    signature: str
    edge: str
