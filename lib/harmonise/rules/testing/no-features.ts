import { Dataset } from "@/lib/dicom/dataset";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { roleFeatures } from "@/lib/harmonise/rules/role";
import type { RoleFeatures } from "@/lib/harmonise/rules/role-features";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { frame } from "@/lib/imaging/testing/synthetic-frames";

/** What the rules see of a header that says nothing. */
export const NO_FEATURES: RoleFeatures = (() => {
  const file = {
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset: new Dataset(),
  };
  const frames = [0, 1].map((z) =>
    frame({ ref: `${z}`, positionMm: [0, 0, z], echoTimeMs: null, imageType: ["ORIGINAL", "PRIMARY"] }),
  );
  const plans = assembleVolumes(frames);
  const [plan] = plans;
  if (!plan) throw new Error("no volume");
  return roleFeatures(acquisitionParameters(file, frames), plan, plans);
})();
