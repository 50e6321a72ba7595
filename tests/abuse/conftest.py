"""The salon of the panel's tests, seen by somebody who means harm."""

from tests.web.panel.conftest import member, other_shop, shop, visitor

__all__ = ["member", "other_shop", "shop", "visitor"]
