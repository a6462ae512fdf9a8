"""Lines that are records: turns of chats and transcripts, dated entries, tasks of a line each."""
