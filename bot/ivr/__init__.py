"""The telephone menu as a state machine."""
