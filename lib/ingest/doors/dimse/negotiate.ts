import { isReadable } from "@/lib/dicom/transfer-syntax";
import type { AssociationRequest, ContextResult, RoleSelection } from "./pdu";

export const VERIFICATION = "1.2.840.10008.1.1";
export const STORAGE_COMMITMENT = "1.2.840.10008.1.20.1";
export const STORAGE_COMMITMENT_INSTANCE = "1.2.840.10008.1.20.1.1";
const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

/**
 * Storage SOP classes that are taken over the network: what the catalogue stores, and what it holds for a decision.
 * Other objects (CT, ultrasound, documents…) have no context to come by.
 */
const STORAGE: readonly RegExp[] = [
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.4(?:\.[1-4])?$/, // MR, Enhanced MR, MR Spectroscopy, Enhanced MR Color, Legacy Converted
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.[1-4])?$/, // Secondary Capture: held
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.30$/, // Parametric Map
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66(?:\.[1-5])?$/, // Raw Data, registrations, Segmentation
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.\d+$/, // structured reports
];

/** Whether an object of this SOP class may come over the network. */
export function isStorageClass(uid: string): boolean {
  return STORAGE.some((pattern) => pattern.test(uid));
}

/**
 * Answers each proposed context: for storage the first proposed transfer syntax that our parser reads (objects are
 * kept as they are sent), for the services little endian.
 */
export function negotiate(request: AssociationRequest): {
  results: ContextResult[];
  abstractSyntaxes: Map<number, string>;
  roles: RoleSelection[];
} {
  const abstractSyntaxes = new Map<number, string>();
  const results = request.contexts.map(({ id, abstractSyntax, transferSyntaxes }): ContextResult => {
    const isService = abstractSyntax === VERIFICATION || abstractSyntax === STORAGE_COMMITMENT;
    if (!isService && !isStorageClass(abstractSyntax))
      return { id, result: 3, transferSyntax: IMPLICIT_LITTLE_ENDIAN };
    const fits = (uid: string) =>
      isService ? uid === IMPLICIT_LITTLE_ENDIAN || uid === EXPLICIT_LITTLE_ENDIAN : isReadable(uid);
    const transferSyntax = transferSyntaxes.find(fits);
    if (transferSyntax === undefined) return { id, result: 4, transferSyntax: IMPLICIT_LITTLE_ENDIAN };
    abstractSyntaxes.set(id, abstractSyntax);
    return { id, result: 0, transferSyntax };
  });
  // We provide every service that we accept, and use none.
  const roles = request.roles.map(({ sopClass, scu }) => ({ sopClass, scu, scp: false }));
  return { results, abstractSyntaxes, roles };
}
