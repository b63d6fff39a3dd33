#!/usr/bin/env python3
"""Draws what a command printed to a terminal, colours included, as an SVG picture.

Usage: ./lab drill run facebook-2021 --color always | docs/images/terminal-to-svg.py > picture.svg
"""
import html
import re
import sys

BACKGROUND, TEXT = "#10151c", "#d7dee8"
COLOURS = {
    30: "#5c6773", 31: "#ff6b6b", 32: "#7fd88f", 33: "#f2c14e", 34: "#6cb2ff", 35: "#d59bff",
    36: "#5fd7d7", 37: TEXT, 90: "#7b8794", 91: "#ff8787", 92: "#9be8a8", 93: "#ffd97a",
    94: "#93c8ff", 95: "#e2b9ff", 96: "#8ee9e9", 97: "#ffffff",
}
CHARACTER, LINE, MARGIN = 7.83, 18, 16
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
WORDS = re.compile(r"\S+(?: \S+)*")
WIDEST = 124


def spans(line, style):
    """The line's pieces as (column, text, style); the style goes on to the next line."""
    pieces, column, at = [], 0, 0
    for match in list(ESCAPE.finditer(line)) + [None]:
        text = line[at:match.start()] if match else line[at:]
        # SVG folds runs of spaces: each run of words is placed by itself.
        for words in WORDS.finditer(text):
            start = column + words.start()
            cut = words.group()[: max(0, WIDEST - start)]
            if cut:
                pieces.append((start, cut if cut == words.group() else cut[:-1] + "…", dict(style)))
        column += len(text)
        if match:
            at = match.end()
            for code in (int(c or 0) for c in match.group(1).split(";")):
                if code == 0:
                    style.clear()
                elif code == 1:
                    style["bold"] = True
                elif code == 2:
                    style["dim"] = True
                elif code in COLOURS:
                    style["colour"] = COLOURS[code]
    return pieces


def main():
    lines = sys.stdin.read().rstrip("\n").split("\n")
    columns = min(WIDEST, max(len(ESCAPE.sub("", line)) for line in lines))
    width = int(columns * CHARACTER + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
          f'viewBox="0 0 {width} {height}">')
    print(f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>')
    print(f'<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,\'DejaVu Sans Mono\',monospace" '
          f'font-size="13" fill="{TEXT}">')
    style = {}
    for row, line in enumerate(lines):
        y = MARGIN + (row + 1) * LINE - 5
        for column, text, look in spans(line, style):
            attributes = f' x="{MARGIN + column * CHARACTER:.1f}" y="{y}"'
            attributes += f' textLength="{len(text) * CHARACTER:.1f}"'
            if "colour" in look:
                attributes += f' fill="{look["colour"]}"'
            if look.get("bold"):
                attributes += ' font-weight="bold"'
            if look.get("dim"):
                attributes += ' opacity="0.65"'
            print(f"<text{attributes}>{html.escape(text)}</text>")
    print("</g></svg>")


if __name__ == "__main__":
    main()
