"""A received document -> its stamp, or the finding that it is none of ours."""
