"""From a folder to chunks: the walk, reading, Markdown, dates, tags, links, sentences, chunks."""
