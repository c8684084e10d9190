import { z } from "zod";

const fateSchema = z.object({
  state: z.enum(["waiting", "stored", "duplicate", "refused"]),
  reason: z.string().nullable(),
  seriesId: z.string().nullable(),
});
export type NiftiFate = z.infer<typeof fateSchema>;

const problemSchema = z.object({ code: z.string() });

/** A request that failed, with the code of its problem. */
export class NiftiRequestError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

function failureOf(body: string): NiftiRequestError {
  try {
    return new NiftiRequestError(problemSchema.parse(JSON.parse(body)).code);
  } catch {
    // A proxy in between answers in words of its own.
    return new NiftiRequestError("internal");
  }
}

export interface NiftiToSend {
  seriesId: string;
  /** Ordinal of the volume on whose grid it lies; null for a grid of its own. */
  onto: number | null;
  content: string;
  file: File;
}

/**
 * Sends one NIfTI file, without its name. @param onShare how much of it is sent, from 0 to 1
 * @returns the name under which its fate is told
 */
export function sendNifti(
  { seriesId, onto, content, file }: NiftiToSend,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const query = new URLSearchParams({ content, ...(onto === null ? {} : { onto: String(onto) }) });
  // fetch does not tell how much of a body is sent.
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => {
      request.abort();
    };
    signal.addEventListener("abort", abort);
    request.upload.onprogress = ({ loaded, total }) => {
      onShare(total > 0 ? loaded / total : 1);
    };
    request.onload = () => {
      if (request.status !== 202) return reject(failureOf(request.responseText));
      resolve(z.object({ id: z.string() }).parse(JSON.parse(request.responseText)).id);
    };
    request.onerror = request.onabort = () => {
      reject(new NiftiRequestError("unavailable"));
    };
    request.onloadend = () => {
      signal.removeEventListener("abort", abort);
    };
    request.open("POST", `/api/series/${seriesId}/nifti?${query.toString()}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file.slice(0, file.size, "application/octet-stream"));
  });
}

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 3_000;

/** Asks for the fate of a file until it has one. */
export async function awaitFate(id: string, signal: AbortSignal): Promise<NiftiFate> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const response = await fetch(`/api/niftis/${id}`, { signal });
    if (!response.ok) throw failureOf(await response.text());
    const fate = fateSchema.parse(await response.json());
    if (fate.state !== "waiting") return fate;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    signal.throwIfAborted();
  }
}
