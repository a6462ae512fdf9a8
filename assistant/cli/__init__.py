"""The commands: each parses, calls the app once, and renders."""
