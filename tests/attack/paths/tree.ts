/**
 * The tree that an episode begins with, on the host and in the model.
 *
 * @module
 */

import { type DirectoryNode, emptyDirectory, fileOf, linkTo, type Node } from "./model.ts";

/** Links that a host can have made: some lead out, some in circles, some nowhere. */
const LINKS: Readonly<Record<string, string>> = {
  out: "../outside",
  leak: "../outside/new",
  up: "..",
  abs: "/etc",
  self: ".",
  loop: "loop",
  deep: "b/c/..",
  slash: "a/",
  gone: "missing",
  "b/back": "../f",
  "b/c/high": "../../../secret",
};

/** As long a chain of links as is followed, and one more. */
const CHAIN = 41;

const DIRECTORIES = ["a", "b", "b/c"];
const FILES = ["f", "b/f", "b/c/f"];

/** Lays it out in `base`, which is empty. */
export function layOut(base: string): void {
  const grant = `${base}/grant`;
  Deno.mkdirSync(grant);
  for (const name of DIRECTORIES) Deno.mkdirSync(`${grant}/${name}`);
  for (const name of FILES) Deno.writeTextFileSync(`${grant}/${name}`, name);
  for (const [name, text] of linksOfTree()) Deno.symlinkSync(text, `${grant}/${name}`);
  // Beside the grant there is something under every name that a path can go up to.
  Deno.mkdirSync(`${base}/outside`);
  Deno.mkdirSync(`${base}/outside/d`);
  for (const name of ["outside/secret", "outside/f", "secret", "a", "f", "g"]) {
    Deno.writeTextFileSync(`${base}/${name}`, "canary");
  }
  Deno.mkdirSync(`${base}/b`);
  Deno.mkdirSync(`${base}/c`);
}

/** The same in the model. */
export function modelOfTree(): DirectoryNode {
  const root = emptyDirectory();
  const put = (path: string, make: (parent: DirectoryNode) => Node): void => {
    const names = path.split("/");
    const last = names.pop()!;
    const parent = names.reduce(
      (at, name) => at.entries.get(name) as DirectoryNode,
      root,
    );
    parent.entries.set(last, make(parent));
  };
  for (const name of DIRECTORIES) put(name, emptyDirectory);
  for (const name of FILES) put(name, () => fileOf(new TextEncoder().encode(name)));
  for (const [name, text] of linksOfTree()) put(name, () => linkTo(text));
  return root;
}

function linksOfTree(): [name: string, text: string][] {
  const chain = Array.from(
    { length: CHAIN },
    (_, i): [string, string] => [`chain${i}`, i + 1 < CHAIN ? `chain${i + 1}` : "f"],
  );
  return [...Object.entries(LINKS), ...chain];
}

/** Where the host's tree differs from the model, a line each. */
export function differences(path: string, directory: DirectoryNode, prefix = ""): string[] {
  const lines: string[] = [];
  const there = new Map(
    [...Deno.readDirSync(path)].map(({ name }) => [bytesOf(name), name]),
  );
  for (const name of there.keys()) {
    if (!directory.entries.has(name)) lines.push(`${prefix}${name}: not in the model`);
  }
  for (const [name, node] of directory.entries) {
    const at = `${path}/${there.get(name)}`;
    const where = `${prefix}${name}`;
    if (!there.has(name)) {
      lines.push(`${where}: only in the model`);
      continue;
    }
    const info = Deno.lstatSync(at);
    const kind = info.isDirectory ? "directory" : info.isFile ? "file" : "link";
    if (kind !== node.kind) lines.push(`${where}: a ${kind}, in the model a ${node.kind}`);
    else if (node.kind === "directory") lines.push(...differences(at, node, `${where}/`));
    else if (info.nlink !== node.links) lines.push(`${where}: ${info.nlink} links`);
    else if (node.kind === "file") {
      const content = Deno.readFileSync(at);
      if (content.toHex() !== node.content.toHex()) lines.push(`${where}: another content`);
    }
  }
  return lines;
}

function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
