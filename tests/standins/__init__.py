"""The other side of each platform's API, as processes of their own."""
