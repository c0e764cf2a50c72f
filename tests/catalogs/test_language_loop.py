"""A language from nothing to documents and back; one changed word reaches them all; drafts are known for drafts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from formgen.define import load_definition
from formgen.generate.wording import PRINTED
from formgen.model.document import Format
from formgen.pipeline.project import Project
from formgen.translate.catalog import IncompleteCatalogError, read_file
from formgen.translate.po import write_po
from formgen.translate.template import form_messages
from tests.conversation import formgen
from tests.loop import ROOT

SAMPLE = ROOT / "tests" / "catalogs" / "sample"
