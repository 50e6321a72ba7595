"""The conversation and its decisions."""
