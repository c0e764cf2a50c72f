"""LocalizedForm -> blank PDF; blank PDF and answers -> filled PDF."""
