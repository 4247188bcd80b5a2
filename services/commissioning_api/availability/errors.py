"""Why it is not shown what can be had for a project."""

from shared.kit.errors import NotFound


class ProjectNotFound(NotFound):
    """No project of this id has schools so far, or it is not yours to see."""

    title = "There is no project with schools under this id that you can see"
