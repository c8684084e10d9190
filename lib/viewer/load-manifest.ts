import { volumeManifestSchema } from "@/lib/imaging/manifest";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { ViewerError } from "./viewer-error";

/** Addresses of a volume's view object. */
export const manifestUrl = (volumeId: string) => `/api/volumes/${encodeURIComponent(volumeId)}/manifest`;
export const framesUrl = (volumeId: string) => `/api/volumes/${encodeURIComponent(volumeId)}/frames`;
export const thumbnailUrl = (volumeId: string) => `/api/volumes/${encodeURIComponent(volumeId)}/thumbnail`;

/** Fetches and checks a manifest. Throws ViewerError ("network", "gone", "decoding"). */
export async function loadManifest(volumeId: string, signal: AbortSignal): Promise<VolumeManifest> {
  let response: Response;
  try {
    response = await fetch(manifestUrl(volumeId), { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    signal.throwIfAborted();
    throw new ViewerError("network", { cause: error });
  }
  if (response.status === 404 || response.status === 401 || response.status === 403)
    throw new ViewerError("gone");
  if (!response.ok) throw new ViewerError("network", { cause: response.status });
  const parsed = volumeManifestSchema.safeParse(await response.json());
  if (!parsed.success) throw new ViewerError("decoding", { cause: parsed.error });
  return parsed.data;
}
