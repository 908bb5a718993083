/**
 * Somebody who does what README.md says, and downloads nothing, nor installs anything for good.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

const root = fromFileUrl(new URL("../../", import.meta.url));

/** Whatever takes longer hangs; a first build of Go's standard library takes most of a minute. */
const LIMIT = 180_000;

/** What is in front of the `PATH`, in place of what would reach the network or stay installed. */
const PROGRAMS: Readonly<Record<string, string>> = {
  deno: `exec "$README_DENO" "$@"`,
  npx: `case "$1 $2" in "-y deno@2."*) shift 2; exec deno "$@" ;; *) exit 64 ;; esac`,
  // The packages that there are, are those that `deno task npm` has put there, in their versions.
  npm: `case "$1 $2" in
    "install -g") case $3 in deno@2.*) exit 0 ;; esac ;;
    "pack "*)
      grep -q "\\"npm:$2\\"" "$README_ROOT/tests/npm/deno.json" || exit 64
      ln -s "$README_ROOT/tests/npm/node_modules/\${2%@*}" package
      exec tar -chf "$(echo "\${2#@}" | tr /@ -).tgz" package ;;
  esac
  exit 64`,
};

/** What a script has come to. */
interface Typed {
  readonly success: boolean;
  /** What is then on the terminal. */
  readonly text: string;
}

/** Somebody with a directory of their own, which goes when it is disposed. */
export class Reader implements Disposable {
  readonly #home: string = Deno.makeTempDirSync({ prefix: "sluice_readme_" });
  readonly #port: string = freePort();

  constructor() {
    for (const folder of ["programs", "desk"]) Deno.mkdirSync(`${this.#home}/${folder}`);
    for (const [name, script] of Object.entries(PROGRAMS)) {
      const path = `${this.#home}/programs/${name}`;
      Deno.writeTextFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
  }

  /** Saves a file that is shown; what is published is in it what the checkout has. */
  save(name: string, text: string): void {
    const local = text.replace('"jsr:@sluice/sluice"', JSON.stringify(`${root}mod.ts`));
    Deno.writeTextFileSync(`${this.#home}/desk/${name}`, local);
  }

  /** Types the lines of a script, in the checkout or in a directory of their own. */
  async types(script: string, where: "checkout" | "desk"): Promise<void> {
    const { success, text } = await this.#run(`set -e\n${script}`, where);
    if (!success) throw new Error(text);
  }

  /**
   * Types the commands of a session, the lines that begin with `$ `.
   *
   * @returns what is then on the terminal: the commands, each with what it has printed
   */
  async session(text: string): Promise<string> {
    const commands = text.split("\n").filter((line) => line.startsWith("$ "))
      .map((line) => line.slice(2));
    const script = commands.map((command) => `echo ${quoted(`$ ${command}`)}\n${command}`);
    // What was started in the background ends with the session.
    script.unshift(`trap '[ -z "$!" ] || kill $!' EXIT`);
    const free = script.join("\n").replaceAll(":8080", `:${this.#port}`);
    const { text: shown } = await this.#run(free, "desk");
    return onAnyMachine(shown.replaceAll(`:${this.#port}`, ":8080"));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#home, { recursive: true });
  }

  /** Runs a script of sh(1), and answers its two outputs as one text. */
  async #run(script: string, where: "checkout" | "desk"): Promise<Typed> {
    const inherited = Deno.env.toObject();
    const child = new Deno.Command("sh", {
      args: ["-c", `exec 2>&1\n${script}`],
      cwd: where === "checkout" ? root : `${this.#home}/desk`,
      clearEnv: true,
      env: {
        ...inherited,
        DENO_INSTALL_ROOT: this.#home,
        // It would look for certificates behind the wall, and say that it cannot read them.
        DENO_NO_UPDATE_CHECK: "1",
        NO_COLOR: "1",
        PATH: `${this.#home}/programs:${this.#home}/bin:${inherited.PATH}`,
        README_DENO: Deno.execPath(),
        README_ROOT: root,
      },
      stdin: "null",
      stdout: "piped",
      // With a group of its own, so that what it has started ends with it.
      detached: true,
    }).spawn();
    const timer = setTimeout(() => Deno.kill(-child.pid, "SIGKILL"), LIMIT);
    const { success, stdout } = await child.output();
    clearTimeout(timer);
    return { success, text: new TextDecoder().decode(stdout) };
  }
}

/** Output as it is where the kernel's wall can be raised: which machine this is does not matter here. */
function onAnyMachine(text: string): string {
  return text.replaceAll(/^warning: isolation is basic.*\n/gm, "")
    .replace(/^isolation: basic$/m, "isolation: strict");
}

function freePort(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `${listener.addr.port}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
