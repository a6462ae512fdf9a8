"""Languages as values: characters, regular languages and their automata, context-free grammars."""
