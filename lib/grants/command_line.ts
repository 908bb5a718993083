/**
 * Words as a command line that can be pasted into a shell.
 *
 * @module
 */

/** What no shell gives a meaning to, wherever it stands. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** The words in one line, each as sh(1) takes it literally. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => PLAIN.test(word) ? word : quoted(word)).join(" ");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
