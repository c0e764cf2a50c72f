"""Response -> Record, and the findings that prevent it."""

from formgen.validate.fillings import check_filling
from formgen.validate.judging import Judgment, is_blank, validate
from formgen.validate.lexicon import Lexicon, make_lexicon

__all__ = ["Judgment", "Lexicon", "check_filling", "is_blank", "make_lexicon", "validate"]
