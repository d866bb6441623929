"""Whether a deck made from somebody's template can be whole: the template's own package, checked once a process."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding, Location
    from osloregion_slides.brand.values import Brand

_known: dict[bytes, tuple[Finding, ...]] = {}


def check_template(brand: Brand, at: Location) -> tuple[Finding, ...]:
    """Return what is wrong with the package of a brand read from a template, at the outline's line; () for ours."""
    if not brand.package:
        return ()
    if brand.package not in _known:
        from osloregion_slides.checks.package import check_package

        _known.clear()
        _known[brand.package] = check_package(brand.package)
    return tuple(
        [
            found.replace(
                at=at, message=f"in the template: {found.message}", hint="open it in PowerPoint and save it anew"
            )
            for found in _known[brand.package]
        ]
    )
