/**
 * Sluice runs WebAssembly programs that get what they are granted, and nothing else.
 *
 * ```ts
 * import { dir, env, run } from "@sluice/sluice";
 *
 * const grants = [dir("./data", { guest: "/data", rights: "ro" }), env({ LANG: "C" })];
 * const result = run("tool.wasm", { args: ["/data/x"], grants, stdout: "capture" });
 * await result.catch(({ message }) => console.assert(message.includes("tool.wasm")));
 * ```
 *
 * @module
 */

export { run } from "./lib/runner/run.ts";
export {
  type ComponentDescription,
  describe,
  type Description,
  type FunctionDescription,
  type ItemDescription,
  type ModuleDescription,
  type ModuleExportDescription,
  type ModuleImportDescription,
} from "./lib/runner/inspect/describe.ts";
export { Preview1, preview1, type Preview1Options } from "./lib/runner/preview1.ts";
export {
  type ComponentInspection,
  inspect,
  type InspectedExport,
  type InspectedImport,
  type Inspection,
  type ModuleInspection,
} from "./lib/runner/inspect/inspect.ts";
export type { Feature } from "./lib/wasm/feature_names.ts";
export type { MemoryLimits } from "./lib/wasm/memories.ts";
export type { ExternalKind, FunctionType } from "./lib/wasm/module_interface.ts";
export type { Capability } from "./lib/runner/inspect/import_capabilities.ts";
export type {
  ByteReader,
  ByteReaderSync,
  ByteSink,
  ByteSource,
  ByteWriter,
  ByteWriterSync,
  ComponentValue,
  Ended,
  InputSource,
  Invocation,
  Limits,
  NamedStream,
  NumberList,
  OutputTarget,
  ProcessOptions,
  ReadableSide,
  RunOptions,
  RunResult,
  SpecifiedInput,
  SpecifiedOutput,
  Tagged,
  WritableSide,
} from "./lib/runner/options.ts";
export type {
  CallRecord,
  HandleTotals,
  RefusalCount,
  SummaryRecord,
  TraceRecord,
  TraceValue,
} from "./lib/runner/trace/records.ts";
export type {
  AuditBegin,
  AuditRecord,
  GrantRefusal,
  GrantUse,
  Operation,
} from "./lib/runner/audit/records.ts";
export { leastGrants } from "./lib/runner/audit/least_grants.ts";
export { type Pipe, pipe, type PipeReader, type PipeWriter } from "./lib/runner/streams/pipe.ts";
export { dir, type DirectoryOptions } from "./lib/grants/directory.ts";
export { stream } from "./lib/grants/stream.ts";
export { allowInbound, allowOutbound, allowResolve } from "./lib/grants/network.ts";
export { env, inheritEnv } from "./lib/grants/environment.ts";
export type {
  AddressFamily,
  DirectoryGrant,
  EnvironmentGrant,
  Grant,
  InheritedEnvironmentGrant,
  NetworkGrant,
  PortRange,
  ResolveGrant,
  Rights,
  StreamGrant,
  StreamSpec,
} from "./lib/grants/grant.ts";
export type { RightName } from "./lib/grants/right_names.ts";
export { type RefusalStatus, SluiceError } from "./lib/errors.ts";
