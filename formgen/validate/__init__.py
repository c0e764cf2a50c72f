"""Response -> Record, and the findings that prevent it."""
