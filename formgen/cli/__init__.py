"""The commands: arguments in, pipeline called, results shown, exit code out."""
