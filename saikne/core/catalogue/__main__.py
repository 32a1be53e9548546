"""`python -m saikne.core.catalogue`: the command without Django's settings."""

import argparse
import sys

from saikne.core.catalogue.command import HELP, add_arguments, run

parser = argparse.ArgumentParser("messages", description=HELP)
add_arguments(parser)
options = parser.parse_args()
sys.exit(run(options.rooms, checking=options.check, compiling=options.compile, say=print))
