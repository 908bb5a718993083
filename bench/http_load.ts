/**
 * Requests to an HTTP server, several at a time over connections that stay open.
 *
 * @module
 */

/** What came of the requests. */
export interface Load {
  readonly answered: number;
  readonly errors: number;
  /** Milliseconds from the first request to the last answer. */
  readonly duration: number;
}

/** Makes `total` requests over `connections` connections to a port of the loopback interface. */
export async function load(port: number, total: number, connections: number): Promise<Load> {
  let [left, answered, errors] = [total, 0, 0];
  const lane = async (_: unknown, number: number) => {
    let client: Client | undefined;
    while (left-- > 0) {
      try {
        client ??= await Client.connect(port);
        await client.get(`/${number}`);
        answered++;
      } catch {
        errors++;
        client?.close();
        client = undefined;
      }
    }
    client?.close();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  return { answered, errors, duration: performance.now() - start };
}

/** One connection, on which one request follows the other. */
class Client {
  readonly #connection: Deno.TcpConn;
  readonly #buffer = new Uint8Array(4096);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async connect(port: number): Promise<Client> {
    return new Client(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  /** Asks for a path, of which the answer must speak. */
  async get(path: string): Promise<void> {
    const request = new TextEncoder().encode(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    for (let at = 0; at < request.length;) {
      at += await this.#connection.write(request.subarray(at));
    }
    let answer = "";
    while (!answer.endsWith(`\r\n\r\nHello, ${path}\n`)) {
      const count = await this.#connection.read(this.#buffer);
      if (count === null) throw new Error("the answer ends too early");
      answer += new TextDecoder().decode(this.#buffer.subarray(0, count));
    }
    if (!answer.startsWith("HTTP/1.1 200 ")) throw new Error(answer);
  }

  close(): void {
    this.#connection.close();
  }
}
