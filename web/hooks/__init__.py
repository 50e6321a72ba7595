"""Webhooks of the carrier."""
