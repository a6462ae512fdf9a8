"""Whether what an answer rests on still stands in the notes, and says what the answer says."""
