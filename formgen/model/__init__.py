"""The nouns of the program: frozen values without files, libraries or formats."""
