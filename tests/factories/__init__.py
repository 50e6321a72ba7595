"""Small worlds for tests: a business with customers, and phones that text it."""

from tests.factories.shop import OWNER, Shop

__all__ = ["OWNER", "Shop"]
