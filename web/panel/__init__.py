"""The web panel: one blueprint per screen."""
