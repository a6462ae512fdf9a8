"""Tags that a note lacks: suggested from the folder's own, and written into its front matter."""
