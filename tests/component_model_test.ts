/**
 * The test scripts of WebAssembly/component-model, run from a checkout that stays outside the
 * repository. They are assembled by `wasm-tools`, which has to be on the PATH.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Component } from "../lib/component/component.ts";
import { decodeComponent } from "../lib/component/decode/component.ts";
import { MalformedComponent, UnsupportedComponent } from "../lib/component/decode/errors.ts";
import { ExportedFunction } from "../lib/component/instantiate/exported_function.ts";
import { SluiceError } from "../lib/errors.ts";
import { ComponentGuest, type Exports } from "../lib/component/instantiate/guest.ts";
import type { Value } from "../lib/component/values.ts";
import type { Action, Command, Script } from "./component_model/script.ts";
import { plain, valueOf } from "./component_model/values.ts";

const VARIABLE = "SLUICE_COMPONENT_MODEL";

/** The folders of scripts; `async` is for the next version of WASI. */
const FOLDERS = ["binary", "linking", "resources", "validation", "values"];

const ASYNC = "uses async (WASI 0.3), which this version does not run";
const MAP = "uses the type map, which this version does not run";

/** Components that are refused, by script and line; what a script says of them is left out. */
const EXCLUDED: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "binary/binary.wast": { 557: ASYNC, 755: ASYNC, 965: MAP, 974: ASYNC },
  "validation/indicies.wast": { 236: ASYNC, 251: ASYNC, 267: ASYNC },
  "validation/max-value-size.wast": { 6: MAP },
  "values/concat.wast": { 463: MAP },
  "values/post-return.wast": { 4: ASYNC, 260: ASYNC, 334: ASYNC },
  "values/variants.wast": { 83: ASYNC },
};

const folder = Deno.env.get(VARIABLE);

Deno.test({
  name: folder === undefined
    ? `component-model: ignored, because ${VARIABLE} does not name a checkout`
    : "component-model: every script without async holds",
  ignore: folder === undefined,
  async fn(t) {
    const scratch = await Deno.makeTempDir();
    try {
      for (const group of FOLDERS) {
        for (const { name } of Deno.readDirSync(`${folder}/test/${group}`)) {
          const script = await assembled(`${folder}/test/${group}/${name}`, scratch);
          await t.step(`${group}/${name}`, () => {
            const { findings, excluded } = new ScriptRun(scratch).run(script);
            assertEquals(findings, []);
            assertEquals(excluded, EXCLUDED[`${group}/${name}`] ?? {});
          });
        }
      }
    } finally {
      await Deno.remove(scratch, { recursive: true });
    }
  },
});

async function assembled(wast: string, scratch: string): Promise<Script> {
  const { success, stdout, stderr } = await new Deno.Command("wasm-tools", {
    args: ["json-from-wast", wast, "--wasm-dir", scratch],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** A component, or why it is left out. */
type Decoded = Component | UnsupportedComponent;

/** A guest with its exports, or why it is left out. */
type Instantiated = { guest: ComponentGuest; exports: Exports } | UnsupportedComponent;

class ScriptRun {
  /** What does not hold, by line. */
  readonly findings: string[] = [];
  /** What was left out, by line. */
  readonly excluded: Record<number, string> = {};
  readonly #scratch: string;
  readonly #definitions = new Map<string | undefined, Decoded>();
  readonly #guests = new Map<string | undefined, Instantiated>();

  constructor(scratch: string) {
    this.#scratch = scratch;
  }

  /** Runs every command. */
  run({ commands }: Script): this {
    for (const command of commands) {
      try {
        this.#run(command);
      } catch (error) {
        this.findings.push(`${command.line}: ${command.type}: ${error}`);
      }
    }
    return this;
  }

  #run(command: Command): void {
    switch (command.type) {
      case "module":
        this.#instantiate(this.#decode(command.filename, command.line), command.name);
        break;
      case "module_definition":
        this.#definitions.set(command.name, this.#decode(command.filename, command.line));
        break;
      case "module_instance":
        this.#instantiate(this.#definitions.get(command.module)!, command.instance);
        break;
      case "assert_return":
        this.#call(command.action, (call, type) => {
          const result = plain(call());
          const results = type.result === undefined ? [] : [result];
          assertEquals(results, command.expected.map((one) => plain(valueOf(one))));
        });
        break;
      case "assert_trap":
        this.#call(command.action, (call, _, guest) => {
          assertThrows(call);
          assertEquals(guest.ending?.kind, "trap");
        });
        break;
      default: {
        // What the text format itself excludes is no matter of ours.
        if (command.module_type === "text") break;
        const bytes = this.#read(command.filename);
        assertRefused(bytes, command.text);
      }
    }
  }

  #read(file: string): Uint8Array {
    return Deno.readFileSync(`${this.#scratch}/${file}`);
  }

  #decode(file: string, line: number): Decoded {
    try {
      return decodeComponent(this.#read(file));
    } catch (error) {
      if (!(error instanceof UnsupportedComponent)) throw error;
      this.excluded[line] = error.message;
      return error;
    }
  }

  #instantiate(component: Decoded, name: string | undefined): void {
    this.#guests.set(undefined, instantiated(component));
    this.#guests.set(name, this.#guests.get(undefined)!);
  }

  #call(
    { module, field, args }: Action,
    body: (
      call: () => Value,
      type: ExportedFunction["type"],
      guest: ComponentGuest,
    ) => void,
  ): void {
    const called = this.#guests.get(module);
    if (called instanceof UnsupportedComponent) return;
    const exported = called?.exports.get(field);
    assert(called !== undefined && exported instanceof ExportedFunction, `no export ${field}`);
    body(() => exported.call(args.map(valueOf)), exported.type, called.guest);
  }
}

/** A core module that is not valid is found out when it is compiled. */
function assertRefused(bytes: Uint8Array, text: string): void {
  try {
    instantiated(decodeComponent(bytes));
  } catch (error) {
    if (error instanceof MalformedComponent || error instanceof UnsupportedComponent) return;
    if (error instanceof SluiceError && error.message.startsWith("a core module")) return;
    throw error;
  }
  throw new Error(`is taken, though ${text}`);
}

function instantiated(component: Decoded): Instantiated {
  if (component instanceof UnsupportedComponent) return component;
  const guest = new ComponentGuest(component, {}, { waiting: { kind: "thread", wait() {} } });
  return { guest, exports: guest.instantiate() };
}
