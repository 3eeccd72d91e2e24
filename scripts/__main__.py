"""`python scripts COMMAND ...`, as scripts/run and the others call it; standard library only."""

import sys

from bootstrap.commands import main

sys.exit(main(sys.argv[1], sys.argv[2:]))
