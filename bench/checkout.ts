/**
 * The source tree of a git revision.
 *
 * @module
 */

import { CommandFailed, runToEnd } from "./spawn.ts";

/** Unpacks what git archives; the revision is an argument, so the shell never reads it. */
const ARCHIVE = 'git archive --format=tar "$1" | tar -x -C "$2"';

/**
 * Write a revision's files into an empty directory; the repository itself is left as it is.
 *
 * @throws {CommandFailed} for what git does not know as a commit.
 */
export async function checkOut(revision: string, repository: string, into: string): Promise<void> {
  const commit = `${revision}^{commit}`;
  const git = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", commit];
  try {
    await runToEnd({ words: git, cwd: repository });
  } catch {
    throw new CommandFailed(`git knows no revision '${revision}'`);
  }
  await Deno.mkdir(into);
  await runToEnd({ words: ["sh", "-ec", ARCHIVE, "sh", commit, into], cwd: repository });
}
