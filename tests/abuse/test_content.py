"""Texts, names and templates that try to be more than words."""

import re

import pytest

from bot.domain.segments import count_parts
from models.states import DeliveryKind, DeliveryStatus
from tests.factories import Shop

ANN = "+12125550111"
