import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { SIEMENS_CSA } from "@/lib/imaging/vendor-elements";

/** The measurement protocol of a Siemens series (ASCCONV), key to value, quotes removed; hexadecimal stays as text. */
export type SiemensProtocol = ReadonlyMap<string, string>;

/** Owner of the block in which Siemens XA keeps a series' parameters. */
export const SIEMENS_SERIES = "SIEMENS MR SDS 01";

const NONE: SiemensProtocol = new Map();

/** Siemens XA keeps the classic attributes of the series in a private item of the shared groups. */
export function siemensSeriesGroup(dataset: Dataset): Dataset | null {
  const shared = dataset.items(TAG.SharedFunctionalGroupsSequence)[0];
  return shared?.privateElement(0x0021, SIEMENS_SERIES, 0xfe)?.items?.[0] ?? null;
}

/**
 * The protocol within the CSA series header (0029,xx20) of a classic instance or (0021,xx19) of an XA one; empty where there
 * is none. A reader takes what stands between `### ASCCONV BEGIN` and `### ASCCONV END`.
 */
export function siemensProtocol(dataset: Dataset): SiemensProtocol {
  const bytes =
    dataset.privateElement(0x0029, SIEMENS_CSA, 0x20)?.bytes ??
    siemensSeriesGroup(dataset)?.privateElement(0x0021, SIEMENS_SERIES, 0x19)?.bytes;
  if (!bytes) return NONE;
  const text = new TextDecoder("latin1").decode(bytes);
  const begin = text.indexOf("### ASCCONV BEGIN");
  if (begin < 0) return NONE;
  const end = text.indexOf("### ASCCONV END", begin);
  const protocol = new Map<string, string>();
  for (const line of text.slice(begin, end < 0 ? undefined : end).split(/\r?\n/)) {
    const parts = /^\s*([A-Za-z_][\w.[\]]*)\s*=\s*(.*?)\s*$/.exec(line);
    const [key, value] = [parts?.[1], parts?.[2]];
    if (key !== undefined && value !== undefined && !protocol.has(key))
      protocol.set(key, value.replace(/\s*#.*$/, "").replace(/^"+|"+$/g, ""));
  }
  return protocol;
}

/** A number of the protocol, decimal or 0x hexadecimal; null where it is absent. */
export function protocolNumber(protocol: SiemensProtocol, key: string): number | null {
  const value = Number(protocol.get(key) ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** Text of the first key that ends so: coil names stand at different depths in different software. */
export function protocolText(protocol: SiemensProtocol, keyEnd: string): string | null {
  for (const [key, value] of protocol) if (key.endsWith(keyEnd) && value !== "") return value;
  return null;
}
