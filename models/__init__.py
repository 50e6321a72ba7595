"""Tables. Imports nothing of ours."""
