"""Files people send: fetched from the platform, opened under limits, kept without metadata."""
