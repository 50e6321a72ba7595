"""One module per capability: its rasa_sdk actions, its example texts beside it."""
