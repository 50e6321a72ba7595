"""What a business can do. Services add rows and never commit."""
