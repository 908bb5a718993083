/**
 * A row of a guest's table: what to lay out, what to grant, how to run it, what has to come of it.
 *
 * @module
 */

/**
 * What the guest's directories hold, by path: text, a symbolic link (`ROOT` is the fresh directory),
 * or a hard link. A name that ends in `/` is a directory; parents are made as needed.
 */
export type Tree = Record<string, string | { readonly link: string } | { readonly sameAs: string }>;

/** What a run has to come to. */
export interface Expected {
  /** The exit status as the guest gives it, which the command cuts to 255; 0 without it. */
  readonly status?: number;
  /** How a run in the library ends; `exit` without it, `trap` with status 134. */
  readonly ended?: "exit" | "trap";
  /** Standard output; `ok` and a line feed without it. */
  readonly stdout?: string;
  /** Standard error of the guest, for a run in the library. */
  readonly stderr?: string;
  /** What Sluice says: in the result, in the rejection, or in its own lines on standard error. */
  readonly message?: RegExp;
  /** Nothing is run: the library rejects, and the command ends with this status. */
  readonly refused?: number;
}

/** One run of one guest. */
export interface Row {
  /** The module, by its name in this folder without `.wasm`; or its bytes. */
  readonly guest: string | Uint8Array;
  /** What this row is about, where a guest has several. */
  readonly name?: string;
  /** Through `run()`, which is the default, or as a process of its own through `main.ts`. */
  readonly by?: "library" | "command";
  /** Arguments behind the module. */
  readonly args?: readonly string[];
  /** Environment variables that are granted. */
  readonly env?: Readonly<Record<string, string>>;
  /** What to lay out below a fresh directory, in this order. */
  readonly tree?: Tree;
  /** Granted directories below it: host name, guest name, rights. */
  readonly dirs?: readonly (readonly [host: string, guest: string, rights: string])[];
  /** Standard input. `null` is /dev/null to a command; `silent`, a pipe of its own, never ends. */
  readonly stdin?: Uint8Array | "null" | "silent";
  /** Further options of the command, with `ROOT` for the fresh directory. */
  readonly options?: readonly string[];
  /** What has to come of it. */
  readonly expected?: Expected;
  /** What differs, and why, with the back end that has Deno's API alone. */
  readonly pathChecked?: Partial<Row> & { readonly why: string; readonly ignore?: true };
  /** Looks at the fresh directory after the run. What lies below `out/` is always looked at. */
  readonly after?: (root: string) => void;
}

/** The directory that most rows grant: `in` as `/in`, for reading and writing. */
export const IN: readonly [string, string, string] = ["in", "/in", "rw"];
