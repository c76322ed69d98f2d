"""Prints a whole site from tables in a file with the export's own code.

python -m benchmarks.print_kept tables.sqlite site
"""

import os
import sys
from functools import partial
from pathlib import Path

from benchmarks.corpus import NOW, SITE_URL
from benchmarks.kept import KeptTables
from broadsheet.printing.pages.edition import Edition
from ops.export import Export


def main() -> None:
    """Print the site with a process for each core."""
    tables, folder = map(Path, sys.argv[1:])
    export = Export(partial(KeptTables, tables, written=True), Edition(SITE_URL, NOW), folder, os.cpu_count() or 1)
    export.write(lambda line: None)


if __name__ == "__main__":
    main()
