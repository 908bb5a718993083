/**
 * The fenced blocks of a Markdown file.
 *
 * @module
 */

/** A block, and where it stands. */
export interface Block {
  /** The heading above it. */
  readonly heading: string;
  /** What stands behind the fence: a language, and for a file its name. */
  readonly info: readonly string[];
  readonly text: string;
  /** The line of its fence, from 1. */
  readonly line: number;
}

/** Every fenced block, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { info: string[]; line: number; lines: string[] } | undefined;
  for (const [i, line] of markdown.split("\n").entries()) {
    if (open !== undefined) {
      if (line === "```") {
        const text = open.lines.map((one) => `${one}\n`).join("");
        blocks.push({ heading, info: open.info, text, line: open.line });
        open = undefined;
      } else {
        open.lines.push(line);
      }
    } else if (line.startsWith("```")) {
      open = { info: line.slice(3).split(" "), line: i + 1, lines: [] };
    } else if (line.startsWith("#")) {
      heading = line.replace(/^#+ /, "");
    }
  }
  if (open !== undefined) throw new Error(`the block of line ${open.line} has no end`);
  return blocks;
}
