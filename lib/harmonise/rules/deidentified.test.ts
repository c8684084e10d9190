import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deidentify } from "@/lib/deid/deidentify";
import { parseDicom } from "@/lib/dicom/parse";
import { writeDicom } from "@/lib/dicom/write";
import { acquisitionParameters, type AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { mainVolumeParameters } from "@/lib/harmonise/rules/main-volume";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import { assembleVolumes, type VolumePlan } from "@/lib/imaging/assemble";
import { describeInstance } from "@/lib/imaging/frames";
import { givenSeries } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";

const root = sharedData();
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: Buffer.alloc(32, 7) };

/** Every vendor's way of hiding what the assembly needs; whole folders would take a minute. */
const FOLDERS = [
  "g01_siemens_prisma_xa30_enhanced/10_DWI_dir80_PA",
  "g01_siemens_prisma_xa30_enhanced/25_asl_2d_tra",
  "g01_siemens_prisma_xa30_enhanced/8_gre_field_mapping",
  "g02_siemens_prisma_two_exams/HFP/3_ep2d_diff_mddw_20_p2",
  "g03_nih_ge_and_siemens_fmri/20180918GE",
  "g03_nih_ge_and_siemens_fmri/20180918Si",
  "g05_ge_architect_b0map_invivo",
  "g06_philips_elition_classic/2201_DTI_excerpt",
  "g07_uih_umr770/dti_tra_dir16_PA_rot",
  "g09_siemens_terrax_7t_enhanced/PRODUCT_bold",
  "g12_nema_multiframe_brain_tumour",
  "g13_transfer_syntaxes",
  "g17_siemens_prisma_mosaic_sagittal",
];

/** What must survive: everything but identifiers and free text. */
function essence(plan: VolumePlan, plans: readonly VolumePlan[], parameters: AcquisitionParameters) {
  const { role, map, component, is3D, derived } = assignRole(roleFeatures(parameters, plan, plans));
  const { frames: _, frameOfReferenceUid: __, ...geometry } = plan;
  return {
    ...geometry,
    refs: plan.frames.map(({ ref, frameIndex }) => `${ref}#${frameIndex}`),
    role,
    map,
    component,
    is3D,
    derived,
  };
}

describe.skipIf(!root)("volumes of de-identified instances (given scanner files)", () => {
  it.each(FOLDERS)("%s: the same volumes, roles and parameters as from the originals", (folder) => {
    for (const { key, files, frames, first, plans } of givenSeries(root ?? "", [folder])) {
      const stored = files.map((path) => {
        const original = parseDicom(new Uint8Array(readFileSync(path)));
        return { path, file: parseDicom(writeDicom(deidentify(original, CONTEXT).file)) };
      });
      const again = stored.flatMap(({ path, file }) => describeInstance(file, path));
      const own = assembleVolumes(again);
      const [sample] = stored;
      if (!sample) throw new Error(join(folder, key));
      const before = acquisitionParameters(first, frames);
      const after = acquisitionParameters(sample.file, again);
      // Words pass only where a vocabulary knows them; numbers and terms always.
      const { seriesDescription: _, protocolName: __, pulseSequenceName: ___, ...numbers } = before;
      expect(after, key).toMatchObject(numbers);
      const [main, mainBefore] = [own[0], plans[0]];
      if (!main || !mainBefore) throw new Error(key);
      expect(mainVolumeParameters(sample.file.dataset, main, after), key).toEqual(
        mainVolumeParameters(first.dataset, mainBefore, before),
      );
      expect(
        own.map((plan) => essence(plan, own, after)),
        key,
      ).toEqual(plans.map((plan) => essence(plan, plans, before)));
    }
  });
});
