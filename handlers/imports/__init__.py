"""What is brought in by files: one file a format."""
