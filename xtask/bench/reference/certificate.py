"""Lets Typst draw the certificates of a JSON file and prints what they took: `certificate.py PAGE.typ FONTS FACTS.json`.

One compiler keeps fonts and caches for all of them, as a server would. The QR codes come as drawings, so that Typst has
less to do than the program, which makes them.
"""

import json
import sys
import time

import typst


def main(page, fonts, facts):
    with open(facts, encoding="utf-8") as file:
        all_facts = json.load(file)
    compiler = typst.Compiler(page, font_paths=[fonts], ignore_system_fonts=True)
    # The first fills the caches and does not count.
    compiler.compile(format="pdf", sys_inputs=all_facts[0])
    used, size = time.process_time(), 0
    for one in all_facts:
        size += len(compiler.compile(format="pdf", sys_inputs=one))
    used = time.process_time() - used
    print(json.dumps({"count": len(all_facts), "seconds": used, "bytes": size / len(all_facts)}))


main(*sys.argv[1:])
