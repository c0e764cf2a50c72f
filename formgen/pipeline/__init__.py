"""The journeys through the stages: generate, fill, extract, and the demonstration of all three."""
