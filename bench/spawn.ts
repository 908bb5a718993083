/**
 * Fresh processes, and what they say about themselves.
 *
 * @module
 */

/** A process to start. */
export interface Command {
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that did not do what it was started for; the message is its last words. */
export class CommandFailed extends Error {
  override name = "CommandFailed";
}

const decoder = new TextDecoder();

const QUIET = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
/** A pipe whose reader takes little of the machine's time. */
const INTO_PIPE = ["sh", "-c", '"$@" | cat > /dev/null', "sh"];

/**
 * Run a command to its end.
 *
 * @returns what it wrote to standard error.
 * @throws {CommandFailed} for a status other than 0.
 */
export async function runToEnd(command: Command): Promise<string> {
  const { stderr } = await ended(command, "null");
  return decoder.decode(stderr).trim();
}

/**
 * Run a command to its end.
 *
 * @returns what it wrote to standard output, and to standard error.
 * @throws {CommandFailed} for a status other than 0.
 */
export async function outputOf(command: Command): Promise<[printed: string, said: string]> {
  const { stdout, stderr } = await ended(command, "piped");
  return [decoder.decode(stdout).trim(), decoder.decode(stderr).trim()];
}

async function ended(command: Command, stdout: "null" | "piped"): Promise<Deno.CommandOutput> {
  const [program = "", ...args] = command.words;
  const output = await new Deno.Command(program, {
    args,
    ...(command.cwd !== undefined && { cwd: command.cwd }),
    env: { ...QUIET, ...command.env },
    stdin: "null",
    stdout,
    stderr: "piped",
  }).output();
  if (!output.success) {
    const said = decoder.decode(output.stderr).trim();
    throw new CommandFailed(said || `exit status ${output.code}`);
  }
  return output;
}

/** The same command with its standard output in a pipe that is read as fast as it fills. */
export function intoPipe(command: Command): Command {
  return { ...command, words: [...INTO_PIPE, ...command.words] };
}

/**
 * The number behind a label at the start of a line.
 *
 * @throws {CommandFailed} if there is none.
 */
export function labelled(label: string, text: string): number {
  const line = text.split("\n").findLast((line) => line.startsWith(`${label} `));
  const value = Number(line?.slice(label.length));
  if (line === undefined || Number.isNaN(value)) {
    throw new CommandFailed(text.split("\n").at(-1) || `no line '${label} NUMBER'`);
  }
  return value;
}
