"""Every choice of the product."""

from fastapi import APIRouter

from app.catalog import make_catalog
from app.dependencies import SettingsOfApp
from app.messages.catalog import Catalog

router = APIRouter(tags=["catalog"])


@router.get("/catalog")
def catalog(settings: SettingsOfApp) -> Catalog:
    """Return fields, ranges, defaults, limits and every registered record with its formulas."""
    return make_catalog(settings)
