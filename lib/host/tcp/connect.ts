/**
 * Connecting, as long as somebody waits for it.
 *
 * @module
 */

/**
 * How long a connection that nobody waits for any more can still come, in milliseconds. Deno loses one
 * that comes just as it is told to give up: then it stays open, and nothing can close it.
 */
const LATE_MS = 500;

/**
 * Connects.
 *
 * @param over gives up when it is aborted, by its reason
 */
export async function connect(
  to: Deno.ConnectOptions,
  over: AbortSignal | undefined,
): Promise<Deno.TcpConn> {
  if (over === undefined) return await Deno.connect(to);
  over.throwIfAborted();
  const late = new AbortController();
  const connecting = Deno.connect({ ...to, signal: late.signal });
  const { promise, resolve, reject } = Promise.withResolvers<Deno.TcpConn>();
  const giveUp = () => {
    reject(over.reason);
    const timer = setTimeout(() => late.abort(), LATE_MS);
    connecting.then((connection) => connection.close(), () => {})
      .finally(() => clearTimeout(timer));
  };
  over.addEventListener("abort", giveUp);
  const settled = () => over.removeEventListener("abort", giveUp);
  connecting.then((connection) => {
    settled();
    resolve(connection);
  }, (error) => {
    settled();
    reject(error);
  });
  return await promise;
}
