import type { VolumeManifest } from "@/lib/imaging/manifest";
import { FrameCutter, positionByteRange, totalBytes } from "./byte-frames";
import type { FrameBytes } from "./byte-frames";
import type { DecodePool } from "./decode-pool";
import type { SampleArray } from "@/lib/imaging/pixel-frame";
import { ViewerError } from "./viewer-error";

/** Progress of one load. */
export interface LoadProgress {
  receivedBytes: number;
  totalBytes: number;
  decodedFrames: number;
  totalFrames: number;
}

export interface LoadRequest {
  manifest: VolumeManifest;
  framesUrl: string;
  /** Point of the fourth axis. */
  t: number;
  pool: Pick<DecodePool, "decode">;
  signal: AbortSignal;
  onFrame(z: number, samples: SampleArray): void;
  onProgress?(progress: LoadProgress): void;
}

/**
 * Fetches and decodes all frames of one point of the fourth axis: the whole object in one request where there is
 * only one point, else the byte range of the wanted one. Throws ViewerError ("network", "gone", "decoding").
 */
export async function loadFrames(request: LoadRequest): Promise<void> {
  const { manifest, t, pool, signal } = request;
  const range = positionByteRange(manifest, t);
  const body = await openBody(request.framesUrl, range, totalBytes(manifest), signal);
  const cutter = new FrameCutter(manifest, t);
  const progress: LoadProgress = {
    receivedBytes: 0,
    totalBytes: range.end - range.start,
    decodedFrames: 0,
    totalFrames: manifest.dimensions[2],
  };
  const pending: Promise<void>[] = [];
  let failed: unknown;
  const decode = async ({ z, bytes }: FrameBytes) => {
    try {
      request.onFrame(z, await pool.decode(bytes, signal));
      progress.decodedFrames += 1;
      request.onProgress?.({ ...progress });
    } catch (error) {
      failed ??= error;
    }
  };
  const reader = body.getReader();
  try {
    while (!cutter.complete && failed === undefined) {
      const { done, value } = await reader.read();
      if (done) break;
      for (const frame of cutter.push(value)) pending.push(decode(frame));
      progress.receivedBytes = cutter.receivedBytes;
      request.onProgress?.({ ...progress });
    }
  } catch (error) {
    throw asNetworkError(error, signal);
  } finally {
    reader.cancel().catch(() => undefined);
  }
  await Promise.all(pending);
  signal.throwIfAborted();
  if (failed !== undefined)
    throw failed instanceof ViewerError ? failed : new ViewerError("decoding", { cause: failed });
  if (!cutter.complete) throw new ViewerError("network");
}

/** Opens the wanted bytes. A server that ignores Range answers 200 with everything: what comes before is skipped. */
async function openBody(
  url: string,
  range: { start: number; end: number },
  length: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const whole = range.start === 0 && range.end === length;
  let response: Response;
  try {
    response = await fetch(url, {
      signal,
      headers: whole ? {} : { Range: `bytes=${range.start}-${range.end - 1}` },
    });
  } catch (error) {
    throw asNetworkError(error, signal);
  }
  if (response.status === 404 || response.status === 401 || response.status === 403)
    throw new ViewerError("gone");
  if (!response.ok || !response.body) throw new ViewerError("network", { cause: response.status });
  return whole || response.status === 206 ? response.body : response.body.pipeThrough(skipBytes(range.start));
}

function skipBytes(count: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = count;
  return new TransformStream({
    transform(chunk, controller) {
      const skipped = Math.min(left, chunk.length);
      left -= skipped;
      if (skipped < chunk.length) controller.enqueue(chunk.subarray(skipped));
    },
  });
}

function asNetworkError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return error instanceof ViewerError ? error : new ViewerError("network", { cause: error });
}
