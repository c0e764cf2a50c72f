"""LocalizedForm -> blank documents; a compiled blank and answers -> filled documents."""
