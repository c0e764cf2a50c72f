"""formgen: one definition of a form -> PDF, Word and Excel -> one validated record."""
