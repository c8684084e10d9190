import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A real PostgreSQL cluster on loopback for tests, in a temporary folder. PostgreSQL refuses to run as root, so root
 * runs it as the `postgres` user that Debian's package brings.
 */
export async function startTestPostgres(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  const bin = postgresBinaries();
  if (!bin) throw new Error("PostgreSQL's server programs are not installed (Debian: postgresql)");
  const folder = await mkdtemp(join(tmpdir(), "ariane-postgres-"));
  const asRoot = process.getuid?.() === 0;
  const command = async (program: string, args: string[]) => {
    const path = join(bin, program);
    if (asRoot) await run("setpriv", [...(await asPostgres()), path, ...args], { cwd: folder });
    else await run(path, args, { cwd: folder });
  };
  await chmod(folder, 0o700);
  if (asRoot) {
    const [uid, gid] = await postgresIds();
    await chown(folder, uid, gid);
  }
  const data = join(folder, "data");
  const port = await freePort();
  await command("initdb", ["-D", data, "-U", "ariane", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=60`;
  await command("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  return {
    adminUrl: `postgresql://ariane@127.0.0.1:${port}/postgres`,
    async stop() {
      await command("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Folder of PostgreSQL's server programs; null where they are not installed. */
export function postgresBinaries(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [...versions.map((version) => join(debian, version, "bin")), "/usr/local/bin", "/usr/bin"];
  return found.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

async function postgresIds(): Promise<[number, number]> {
  const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
  return [Number(uid.stdout), Number(gid.stdout)];
}

async function asPostgres(): Promise<string[]> {
  const [uid, gid] = await postgresIds();
  return [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address && typeof address === "object" ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
