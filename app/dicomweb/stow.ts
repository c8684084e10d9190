import type { TokenBearer } from "@/lib/access/token-actor";
import { dicomBody } from "@/lib/ingest/doors/multipart";
import { STOW_LIMITS, storeInstances } from "@/lib/ingest/store-instances";
import { stowResponse, stowStatus } from "@/lib/ingest/stow-response";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const DICOM_JSON = "application/dicom+json";

/** Answers one Store transaction (PS3.18 10.5). */
export async function stow(
  request: Request,
  { actor, site }: TokenBearer,
  studyInstanceUid: string | null,
): Promise<Response> {
  if (!acceptsDicomJson(request.headers.get("accept"))) return refusal(406);
  const encoding = request.headers.get("content-encoding") ?? "identity";
  const form = dicomBody(request.headers.get("content-type"));
  if (form === null || encoding.toLowerCase() !== "identity") return refusal(415);
  if (Number(request.headers.get("content-length") ?? 0) > STOW_LIMITS.maxBytes)
    throw new AppError("too-large");
  if (!request.body) throw new AppError("invalid-input");

  const outcome = await storeInstances(actor, { site, studyInstanceUid, form, body: request.body });
  return Response.json(stowResponse(outcome), {
    status: stowStatus(outcome),
    headers: {
      "content-type": DICOM_JSON,
      "cache-control": "no-store",
      // What became of each object is decided later; a person finds it there under this delivery.
      "ariane-delivery": outcome.runId,
      link: `<${new URL("/admin/ingest", env().publicUrl).href}>; rel="monitor"`,
    },
  });
}

function refusal(status: 406 | 415): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}

/** XML, the only other form of the response, is not made. */
function acceptsDicomJson(accept: string | null): boolean {
  const ranges = (accept ?? "*/*").split(",").map((range) => {
    const [type = "", ...params] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return { type, isRefused: params.some((param) => /^q=0(?:\.0*)?$/.test(param)) };
  });
  const fitting = [DICOM_JSON, "application/json", "application/*", "*/*", ""];
  return ranges.some(({ type, isRefused }) => !isRefused && fitting.includes(type));
}
