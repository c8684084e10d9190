import { decodeHtj2k, locateOpenJphWasm } from "@/lib/imaging/htj2k";
import type { DecodeReply, DecodeRequest } from "./decode-protocol";

/** The part of DedicatedWorkerGlobalScope used here; the `webworker` types clash with those of the page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<DecodeRequest>) => void) | null;
  postMessage(reply: DecodeReply, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;

locateOpenJphWasm(new URL("@cornerstonejs/codec-openjph/wasm", import.meta.url).href);

scope.onmessage = ({ data: { id, bytes } }) => {
  decodeHtj2k(bytes).then(
    ({ data }) => scope.postMessage({ id, samples: data }, [data.buffer as ArrayBuffer]),
    (error: unknown) => scope.postMessage({ id, error: error instanceof Error ? error.message : "unknown" }),
  );
};
