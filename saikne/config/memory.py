"""How a server that runs for days treats its memory."""

import gc

SELDOM = 50_000  # objects between two rounds of the collector; the default of 700 stops a page several times


def settle() -> None:
    """What is loaded by now stays for good: the garbage collector need not walk through it while a page is made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, 10, 10)
