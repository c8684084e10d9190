import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { settleSpool } from "@/lib/ingest/settle-spool";
import { canMount, fillUp, mountSmall } from "@/lib/ingest/testing/small-disk";
import { syntheticInstance } from "@/lib/ingest/testing/synthetic-instance";
import { overrideEnv } from "@/lib/platform/env";
import {
  account,
  failure,
  own,
  reference,
  sequence,
  startStowServer,
  type StowServer,
} from "./testing/stow-server";

const system = systemActor("test");
let stow: StowServer;
const sendParts = (parts: readonly Uint8Array[]) => stow.sendParts(parts);

beforeAll(async () => {
  stow = await startStowServer();
});
afterAll(() => stow.stop());

describe("a full store", () => {
  const full = failure(0xa700);

  test("with less room than must stay free, nothing is received: 507, with the reason for each", async () => {
    overrideEnv({ ARIANE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
    try {
      const answer = await sendParts([own(140, 1), own(140, 2)]);
      expect(answer.status).toBe(507);
      expect(answer.json).toEqual({
        "00081198": sequence({ ...reference(140, 1), ...full }, { ...reference(140, 2), ...full }),
      });
      expect(await account(answer.headers["ariane-delivery"])).toMatchObject({
        isClosed: true,
        counts: [0, 0, 0, 0, 0, 0],
      });
      const single = await stow.send({ body: own(140), headers: { "content-type": "application/dicom" } });
      expect(single.status).toBe(507);
      // One that could not be taken in any case has its own reason beside it.
      const mixed = await sendParts([own(140), Buffer.from("no DICOM")]);
      expect(mixed.status).toBe(409);
    } finally {
      overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    }
    expect((await sendParts([own(140)])).status).toBe(200);
  });

  test.skipIf(!canMount())("with a disk that fills under the request: 202, then 507, then 200", async () => {
    await settleSpool(system);
    const objects = join(stow.database.dataDir, "objects");
    const unmount = mountSmall(objects);
    // Folders that the store knows to be there.
    for (const folder of ["held", "instances"]) mkdirSync(join(objects, folder));
    const held = () => readdirSync(join(objects, "held"));
    try {
      const large = syntheticInstance({ study: "141", slice: 2, size: 1100 });
      expect(large.length).toBeGreaterThan(2 ** 21);
      const some = await sendParts([own(141, 1), large, own(141, 3)]);
      expect(some.status).toBe(202);
      expect(some.json).toEqual({
        "00081199": sequence(reference(141, 1), reference(141, 3)),
        "00081198": sequence({ ...reference(141, 2), ...full }),
      });
      expect((await account(some.headers["ariane-delivery"])).counts).toEqual([2, 2, 0, 0, 0, 0]);
      const makeRoom = fillUp(objects);
      const none = await sendParts([large]);
      expect(none.status).toBe(507);
      expect((await account(none.headers["ariane-delivery"])).counts).toEqual([0, 0, 0, 0, 0, 0]);
      // Nothing is left of what did not fit.
      expect(readdirSync(objects).filter((name) => name.includes(".tmp-"))).toEqual([]);
      expect(held()).toHaveLength(2);
      makeRoom();
      expect((await sendParts([own(141, 4)])).status).toBe(200);
      await settleSpool(system);
      expect(held()).toEqual([]);
    } finally {
      unmount?.();
    }
  });
});
