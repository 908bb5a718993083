/**
 * Scripts of the component-model repository, as `wasm-tools json-from-wast` writes them.
 *
 * @module
 */

/** A script. */
export interface Script {
  readonly commands: readonly Command[];
}

/** A step of a script. */
export type Command =
  | {
    readonly type: "module" | "module_definition";
    readonly line: number;
    readonly name?: string;
    readonly filename: string;
  }
  | {
    readonly type: "module_instance";
    readonly line: number;
    readonly instance?: string;
    readonly module?: string;
  }
  | {
    readonly type: "assert_return";
    readonly line: number;
    readonly action: Action;
    readonly expected: readonly ScriptValue[];
  }
  | {
    readonly type: "assert_trap";
    readonly line: number;
    readonly action: Action;
  }
  | {
    readonly type: "assert_invalid" | "assert_malformed";
    readonly line: number;
    readonly filename: string;
    readonly module_type: "binary" | "text";
    readonly text: string;
  };

/** A call. */
export interface Action {
  readonly module?: string;
  readonly field: string;
  readonly args: readonly ScriptValue[];
}

/** A value in a script. */
export interface ScriptValue {
  readonly type: string;
  readonly value?: unknown;
}
