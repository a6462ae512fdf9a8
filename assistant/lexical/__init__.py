"""The Tantivy index of chunks, and the analysis that turns notes and questions into its terms."""
