import { assertEquals } from "@std/assert";
import { testWithLibc } from "../../with_libc.ts";

/** What a process behind a wall with openings for the network can do with sockets. */
async function behindWall(script: string): Promise<string> {
  const lib = new URL("../../../../../lib/", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["eval", "--quiet"],
      `import { kernelHost } from "${lib}host/kernel/kernel_host.ts";
       const listening = [0, 0].map((port) => Deno.listen({ hostname: "127.0.0.1", port }));
       const [port, other] = listening.map(({ addr }) => addr.port);
       const host = await kernelHost({ files: true, clocks: false, wall: true, shared: true });
       host.claimProcess({ network: true });
       const connect = [{ first: port, last: port }];
       const listen = [{ first: 0, last: 0 }];
       const openings = { network: { connect, listen, datagrams: false } };
       const obstacle = host.raiseWall([], openings);
       const said = async (call) => {
         try {
           await call();
           return "ok";
         } catch (error) {
           return error.code;
         }
       };
       console.log(obstacle ?? (${script}));
       Deno.exit(0);`,
    ],
    env: { DENO_NO_UPDATE_CHECK: "1" },
    stderr: "inherit",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

testWithLibc(
  "a wall lets TCP through to the ports that are granted, where Landlock knows ports",
  async () => {
    const answers = await behindWall(`JSON.stringify([
    await said(() => Deno.connect({ hostname: "127.0.0.1", port })),
    await said(() => Deno.connect({ hostname: "127.0.0.1", port: other })),
    await said(() => Deno.listen({ hostname: "127.0.0.1", port: 0 })),
    await said(() => Deno.listen({ hostname: "127.0.0.1", port: 45678 })),
  ])`);
    // A kernel without a wall says why, and an old one has no rules for ports.
    const known = [
      `["ok","EACCES","ok","EACCES"]`,
      `["ok","ok","ok","ok"]`,
      ...answers.startsWith("[") ? [] : [answers],
    ];
    assertEquals(known.includes(answers), true, answers);
  },
);
