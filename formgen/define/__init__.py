"""forms/*.yaml -> FormDefinition, or every fault of the file at once, with line and remedy."""

from formgen.define.load import definition_paths, load_definition, load_definitions

__all__ = ["definition_paths", "load_definition", "load_definitions"]
