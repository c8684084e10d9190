import { AppError } from "@/lib/platform/errors";

/**
 * The JSON of a request, read no further than it may be long, whatever length the sender claims.
 * @throws AppError `too-large`, or `invalid-input` for what is no JSON in UTF-8
 */
export async function readJsonBody(request: Request, mostBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of request.body ?? []) {
    byteCount += chunk.byteLength;
    if (byteCount > mostBytes) throw new AppError("too-large");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new AppError("invalid-input");
  }
}
