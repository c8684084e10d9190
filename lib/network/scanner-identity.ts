import { createHash, createHmac } from "node:crypto";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import {
  type Manufacturer,
  nominalFieldStrengthTesla,
  normaliseManufacturer,
  normaliseModel,
  normaliseSoftware,
} from "./vendor";

/** How a file's header names the scanner that made it. */
export interface ScannerIdentity {
  manufacturer: Manufacturer;
  model: string;
  /** 0 when the header does not tell. */
  fieldStrengthTesla: number;
  /** Keyed hash of DeviceSerialNumber with maker and model; null when the header gives none. */
  serialHash: Uint8Array<ArrayBuffer> | null;
  /** Keyed hash of maker, model and serial exactly as the header gives them; see scannerAliasKey. */
  aliasKey: Uint8Array<ArrayBuffer>;
  /** SoftwareVersions, values joined by " "; "unknown" when absent. */
  softwareVersions: string;
}

/**
 * `ScannerAlias.key` at a site: two hospitals may have scanners that name themselves alike.
 * @param aliasKey of the identity, a keyed hash already
 */
export function scannerAliasKey(siteId: string, aliasKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash("sha256").update("scanner-alias\0").update(siteId).update(aliasKey).digest(),
  );
}

/** Serial numbers that scanners write when they have none. */
const NO_SERIAL = /^(?:0*|\*+|none|unknown|n\/?a|anonymi[sz]ed)$/i;

/** Reads the scanner from a header as it came; the serial number leaves here only as a keyed hash. */
export function scannerIdentity(header: Dataset, uidKey: Uint8Array): ScannerIdentity {
  const manufacturer = normaliseManufacturer(header.text(TAG.Manufacturer));
  const model = normaliseModel(header.text(TAG.ManufacturerModelName));
  const serial = header.text(TAG.DeviceSerialNumber);
  return {
    manufacturer,
    model,
    fieldStrengthTesla: nominalFieldStrengthTesla(
      header.number(TAG.MagneticFieldStrength) ?? teslaOfProtons(header.number(TAG.ImagingFrequency)),
    ),
    serialHash: serial && !NO_SERIAL.test(serial) ? hashSerial(uidKey, manufacturer, model, serial) : null,
    aliasKey: keyed(uidKey, [
      "scanner-alias",
      header.text(TAG.Manufacturer) ?? "",
      header.text(TAG.ManufacturerModelName) ?? "",
      serial ?? "",
    ]),
    softwareVersions: normaliseSoftware(header.texts(TAG.SoftwareVersions)),
  };
}

const PROTON_MHZ_PER_TESLA = 42.577;

/** ImagingFrequency (0018,0084) in MHz is the precession of protons in nearly every exam. */
function teslaOfProtons(imagingFrequencyMHz: number | undefined): number | undefined {
  return imagingFrequencyMHz === undefined ? undefined : imagingFrequencyMHz / PROTON_MHZ_PER_TESLA;
}

function hashSerial(
  uidKey: Uint8Array,
  manufacturer: string,
  model: string,
  serial: string,
): Uint8Array<ArrayBuffer> {
  return keyed(uidKey, ["scanner-serial", manufacturer, model, serial]);
}

function keyed(uidKey: Uint8Array, parts: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", uidKey).update(parts.join("\0")).digest());
}
