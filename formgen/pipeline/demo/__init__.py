"""The main job on sample cases: blanks made, filled by other libraries as people would, read back, compared."""

from formgen.pipeline.demo.journey import Tried, demonstrate

__all__ = ["Tried", "demonstrate"]
