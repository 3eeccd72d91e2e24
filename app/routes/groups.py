"""Groups over REST: runs that are trained in lockstep."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.dependencies import GroupOfPath, GroupsOfApp
from app.group import Group
from app.messages.rest import GroupBody, GroupSummary
from app.reading import summarized

NO_SUCH_GROUP: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such group, or a run of it is gone"}
}
router = APIRouter(
    prefix="/groups", tags=["groups"], responses={422: {"description": "A field breaks a rule"}}
)


@router.post("", status_code=201)
async def create_group(
    body: GroupBody, groups: GroupsOfApp, request: Request, response: Response
) -> GroupSummary:
    """Group two to four runs on the same data; WS /groups/{id}/stream trains and shows them together."""
    group = await groups.create(body.runs)
    response.headers["Location"] = str(request.url_for("read_group", group_id=group.id).path)
    return await _summary(group)


@router.get("/{group_id}", responses=NO_SUCH_GROUP)
async def read_group(group: GroupOfPath) -> GroupSummary:
    """Return the group's runs as they stand."""
    return await _summary(group)


async def _summary(group: Group) -> GroupSummary:
    return GroupSummary(id=group.id, runs=[await summarized(run) for run in group.runs])
