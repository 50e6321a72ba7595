"""Text to intent and slots; pure."""
