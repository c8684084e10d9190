import { z } from "zod";

const fateSchema = z.enum(["waiting", "stored", "duplicate", "quarantined", "refused"]);
const count = z.number().int();

const reportSchema = z.object({
  counts: z.object({
    received: count,
    waiting: count,
    stored: count,
    duplicate: count,
    quarantined: count,
    refused: count,
  }),
  spans: z.array(z.object({ first: count, last: count, fate: fateSchema, reason: z.string(), count })),
  archives: z.array(z.object({ ordinal: count, taken: count, isUnpacked: z.boolean() })),
});
export type UploadReport = z.infer<typeof reportSchema>;
export type UploadFate = z.infer<typeof fateSchema>;

/** A request that failed: for want of a connection or of room, in which case it is sent again, or for good. */
export class UploadError extends Error {
  constructor(
    readonly code: string,
    readonly isPassing: boolean,
  ) {
    super(code);
  }
}

/** How an upload speaks to the server. */
export interface UploadTransport {
  open(siteCode: string): Promise<string>;
  /** @param onBytes how many bytes of the file are sent so far */
  put(
    runId: string,
    ordinal: number,
    file: Blob,
    onBytes: (count: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  report(runId: string, after: number): Promise<UploadReport>;
  close(runId: string): Promise<void>;
}

const PASSING = [408, 429, 502, 503, 504, 507];
const problemSchema = z.object({ code: z.string() });

function failureOf(status: number, body: string): UploadError {
  let code = "internal";
  try {
    code = problemSchema.parse(JSON.parse(body)).code;
  } catch {
    // A proxy in between answers in words of its own.
  }
  return new UploadError(code, PASSING.includes(status));
}

async function call(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`/api/ingest/runs${path}`, init).catch(() => {
    throw new UploadError("unavailable", true);
  });
  if (!response.ok) throw failureOf(response.status, await response.text());
  return response;
}

/** The upload API of this server, by the session's cookie. */
export const browserTransport: UploadTransport = {
  async open(siteCode) {
    const headers = { "content-type": "application/json" };
    const response = await call("", { method: "POST", headers, body: JSON.stringify({ siteCode }) });
    return z.object({ id: z.string() }).parse(await response.json()).id;
  },

  // fetch does not tell how much of a body is sent.
  put: (runId, ordinal, file, onBytes, signal) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const abort = () => {
        request.abort();
      };
      signal.addEventListener("abort", abort);
      request.upload.onprogress = ({ loaded }) => {
        onBytes(loaded);
      };
      request.onload = () => {
        if (request.status === 200) resolve();
        else reject(failureOf(request.status, request.responseText));
      };
      request.onerror = request.onabort = () => {
        reject(new UploadError("unavailable", true));
      };
      request.onloadend = () => {
        signal.removeEventListener("abort", abort);
      };
      request.open("PUT", `/api/ingest/runs/${runId}/files/${ordinal}`);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.send(file.slice(0, file.size, "application/octet-stream"));
    }),

  async report(runId, after) {
    return reportSchema.parse(await (await call(`/${runId}/fates?after=${after}`)).json());
  },

  async close(runId) {
    await call(`/${runId}/close`, { method: "POST" });
  },
};
