"""The totals of a cart, module by module in their configured order (store-api 9)."""

from opencart_proxy.totals.compute import Totals, compute
from opencart_proxy.totals.state import TotalRow

__all__ = ["TotalRow", "Totals", "compute"]
