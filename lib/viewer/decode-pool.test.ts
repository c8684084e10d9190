import { describe, expect, it } from "vitest";
import type { DecodeWorker } from "./decode-pool";
import { DecodePool } from "./decode-pool";
import type { DecodeRequest } from "./decode-protocol";

/** A worker whose answers the test gives by hand. */
class HandWorker implements DecodeWorker {
  onmessage: DecodeWorker["onmessage"] = null;
  onerror: DecodeWorker["onerror"] = null;
  readonly asked: DecodeRequest[] = [];
  terminated = false;
  postMessage(request: DecodeRequest) {
    this.asked.push(request);
  }
  terminate() {
    this.terminated = true;
  }
  answer() {
    const request = this.asked.at(-1);
    if (!request) throw new Error("nothing was asked");
    const samples = Int16Array.from(request.bytes);
    this.onmessage?.(new MessageEvent("message", { data: { id: request.id, samples } }));
  }
}

const never = new AbortController().signal;

describe("decode pool", () => {
  it("gives each worker one frame at a time, in order", async () => {
    const workers: HandWorker[] = [];
    const pool = new DecodePool(() => {
      const worker = new HandWorker();
      workers.push(worker);
      return worker;
    }, 2);
    const frames = [1, 2, 3].map((n) => pool.decode(Uint8Array.of(n), never));
    expect(workers.map((worker) => worker.asked.length)).toEqual([1, 1]);
    workers[1]?.answer();
    expect(await frames[1]).toEqual(Int16Array.of(2));
    expect(workers[1]?.asked.length).toBe(2);
    workers[1]?.answer();
    workers[0]?.answer();
    expect(await Promise.all(frames)).toEqual([Int16Array.of(1), Int16Array.of(2), Int16Array.of(3)]);
    pool.close();
    expect(workers.every((worker) => worker.terminated)).toBe(true);
  });

  it("drops frames that were given up before their turn", async () => {
    const workers: HandWorker[] = [];
    const pool = new DecodePool(() => {
      const worker = new HandWorker();
      workers.push(worker);
      return worker;
    }, 1);
    const first = pool.decode(Uint8Array.of(1), never);
    const abandon = new AbortController();
    const second = pool.decode(Uint8Array.of(2), abandon.signal);
    const third = pool.decode(Uint8Array.of(3), never);
    abandon.abort();
    workers[0]?.answer();
    await first;
    await expect(second).rejects.toMatchObject({ failure: "decoding" });
    workers[0]?.answer();
    expect(await third).toEqual(Int16Array.of(3));
  });
});
