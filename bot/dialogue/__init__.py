"""Tracker, policy and the runner of actions."""
