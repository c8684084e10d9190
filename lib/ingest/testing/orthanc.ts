import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { z } from "zod";

const COMMAND = ["/usr/sbin/Orthanc", "/usr/bin/Orthanc"].find((path) => existsSync(path));

/** True where Debian's Orthanc is installed. */
export function hasOrthanc(): boolean {
  return COMMAND !== undefined;
}

/** A running Orthanc that knows the receiver as the modality `ariane`. */
export interface Orthanc {
  /** Of its own DICOM server. */
  dicomPort: number;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** @returns null when it refuses the request */
  tryPost<T>(path: string, schema: z.ZodType<T>, body: Uint8Array | object): Promise<T | null>;
  stop(): void;
}

/** Debian's Orthanc as a PACS that sends and asks whether it may delete: loopback only. */
export async function startOrthanc(receiverPort: number): Promise<Orthanc> {
  const folder = mkdtempSync(join(tmpdir(), "ariane-orthanc-"));
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const settings = join(folder, "orthanc.json");
  writeFileSync(
    settings,
    JSON.stringify({
      StorageDirectory: join(folder, "storage"),
      IndexDirectory: join(folder, "index"),
      DicomAet: "ORTHANC",
      DicomPort: dicomPort,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomModalities: {
        ariane: { AET: "ARIANE", Host: "127.0.0.1", Port: receiverPort, AllowStorageCommitment: true },
      },
      Plugins: [],
    }),
  );
  const child = spawn(COMMAND ?? "", [settings], { stdio: "ignore" });
  const http = `http://127.0.0.1:${httpPort}`;
  for (let attempt = 0; attempt < 200 && !(await listens(httpPort)); attempt++) await setTimeout(100);
  return {
    dicomPort,
    get: async (path, schema) => schema.parse(await (await fetch(`${http}${path}`)).json()),
    async tryPost(path, schema, body) {
      const answer = await fetch(`${http}${path}`, {
        method: "POST",
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      });
      return answer.ok ? schema.parse(await answer.json()) : null;
    },
    stop() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Whether somebody listens on a port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
