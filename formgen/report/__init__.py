"""Findings and records -> words for people and lines for programs."""
