"""Fitting how `assistant extract` ranks what it finds: texts with schemas and what a right extraction holds."""
