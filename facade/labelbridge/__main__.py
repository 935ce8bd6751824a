"""Run the command line interface: `python -m labelbridge`."""

import sys

from labelbridge.cli import main

if __name__ == "__main__":
    sys.exit(main())
