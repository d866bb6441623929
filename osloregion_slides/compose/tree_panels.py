"""Bodies without anybody below them gathered in a panel under the one they report to.

A level of five and more bodies with ordinary names is too wide for a row of boxes, and too high for one stack. In a
panel they stand row by row, and one line from the body above to the panel stands for a line to each.
"""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.tree import Branch

MOST_ROWS = 6
"""More rows in a panel leave no height for 14 pt."""


class Panel(Value):
    """The bodies without others below them that report to ``parent`` ("": to nobody), ``columns`` side by side."""

    parent: str
    keys: tuple[str, ...]
    columns: int
    depth: int

    @property
    def rows(self) -> int:
        """How many rows of boxes it has."""
        return -(-len(self.keys) // self.columns)


def gather(branches: tuple[Branch, ...], rows: int) -> tuple[tuple[Branch, ...], tuple[Panel, ...]]:
    """Return the tree with siblings that have nobody below them in panels of at most ``rows`` rows, and the panels.

    A panel takes as many leaves of the width as it has columns. A body that is alone keeps its place in the tree.
    """
    children: dict[str, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    placed: list[Branch] = []
    panels: list[Panel] = []

    def lay(parent: str, left: float) -> float:
        """Place what is under a body from ``left`` on; return where that ends."""
        below = children.get(parent, [])
        lone = [branch for branch in below if branch.key not in children]
        together = lone if len(lone) > 1 else []
        for branch in below:
            if branch not in together:
                right = max(lay(branch.key, left), left + 1)
                placed.append(branch.replace(left=left, right=right))
                left = right
            elif branch is together[0]:
                columns = -(-len(together) // rows)
                panels.append(Panel(parent, tuple([one.key for one in together]), columns, branch.depth))
                placed.extend([one.replace(left=left, right=left + columns) for one in together])
                left += columns
        return left

    lay("", 0.0)
    return tuple(sorted(placed, key=lambda branch: (branch.depth, branch.left))), tuple(panels)
