/**
 * `--trace` and `--audit`: where the records of a run go.
 *
 * @module
 */

import { SluiceError } from "../errors.ts";
import { type Lines, openLines } from "../runner/observation/lines.ts";
import type { RunOptions } from "../runner/options.ts";
import type { TraceRecord } from "../runner/trace/records.ts";
import type { Arguments } from "./arguments.ts";
import { jsonText } from "./json_text.ts";
import { printWarning } from "./messages.ts";
import { traceLines } from "./trace_lines.ts";

/** What is told of a run, to files that are open. Disposing it closes them. */
export interface Listeners extends Disposable {
  readonly options: Pick<RunOptions, "trace" | "audit">;
}

/**
 * Opens what the trace and the audit are written to.
 *
 * @throws SluiceError status 2 when a file cannot be opened, or the format is unknown
 */
export async function openListeners(parsed: Arguments): Promise<Listeners> {
  using opening = new DisposableStack();
  const single = (name: string) => parsed.options.get(name)?.[0];
  const linesOf = formatOf(parsed);
  const open = async (name: string, path: string | undefined): Promise<Lines> =>
    opening.use(
      await openLines(path, () => {
        printWarning(`the ${name} ends here: ${path ?? "standard error"} cannot be written`);
      }),
    );
  const trace = single("trace");
  const traced = trace === undefined ? undefined : await open("trace", trace || undefined);
  const audit = single("audit");
  const audited = audit === undefined ? undefined : await open("audit", audit);
  if (traced !== undefined && audited?.isSameFile(traced)) {
    throw new SluiceError(2, `--audit ${audit} and --trace=${trace} would overwrite each other`, {
      hint: "a file for each",
    });
  }
  const prefix = trace === "" ? "trace: " : "";
  const opened = opening.move();
  return {
    options: {
      ...(traced !== undefined && {
        trace: (record) => linesOf(record, prefix).forEach((line) => traced.write(line)),
      }),
      ...(audited !== undefined && {
        audit: (record) => audited.write(jsonText(record)),
      }),
    },
    [Symbol.dispose]: () => opened.dispose(),
  };
}

/** Lines of a record; a prefix tells text from what the guest writes to the same place. */
type Format = (record: TraceRecord, prefix: string) => readonly string[];

function formatOf({ options }: Arguments): Format {
  const format = options.get("trace-format")?.[0];
  if (format !== undefined && !options.has("trace")) {
    throw new SluiceError(2, "--trace-format is given without --trace", {
      hint: `--trace --trace-format ${format}`,
    });
  }
  switch (format) {
    case undefined:
    case "text":
      return (record, prefix) => traceLines(record).map((line) => prefix + line);
    case "json":
      return (record) => [jsonText(record)];
    default:
      throw new SluiceError(2, `--trace-format ${format} is neither text nor json`);
  }
}
