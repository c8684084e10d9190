import { randomUUID } from "node:crypto";
import { applyModel } from "@/lib/harmonise/models/apply-model";
import { exportHarmonised } from "@/lib/harmonise/models/export-harmonised";
import { fitModel } from "@/lib/harmonise/models/fit-model";
import { listFitChoices } from "@/lib/harmonise/models/list-fit-choices";
import { listModels } from "@/lib/harmonise/models/list-models";
import { previewFit } from "@/lib/harmonise/models/preview-fit";
import { readModel } from "@/lib/harmonise/models/read-model";
import type { FitRequest } from "@/lib/harmonise/models/reference-group";
import type { Actor, GrantLevel } from "../actor";

// The attacks on statistical harmonisation, for network-attacks.itest.ts and the table of attacks.itest.ts.

const REQUEST: FitRequest = {
  group: {
    sequence: { role: "T1w", is3D: true },
    epochIds: [randomUUID()],
    ...{ ageFromYears: null, ageToYears: null, controlsOnly: false },
  },
  features: ["snrForeground", "entropyFocus"],
  covariates: [],
  meanOnly: false,
};
const missing = () => ({ modelId: randomUUID(), epochIds: [randomUUID()] });

/**
 * Verbs over the persons of the whole network, with the level they ask for and what they answer to whoever may: there
 * is nobody to fit on and no model in an empty catalogue.
 */
export const OVER_THE_NETWORK: Record<
  string,
  { level: GrantLevel; answer: string; call: (actor: Actor) => Promise<unknown> }
> = {
  "lib/harmonise/models/list-fit-choices.ts": { level: "browse", answer: "answered", call: listFitChoices },
  "lib/harmonise/models/list-models.ts": { level: "browse", answer: "answered", call: listModels },
  "lib/harmonise/models/preview-fit.ts": {
    level: "browse",
    answer: "answered",
    call: (actor) => previewFit(actor, REQUEST),
  },
  "lib/harmonise/models/fit-model.ts": {
    level: "browse",
    answer: "conflict",
    call: (actor) => fitModel(actor, { ...REQUEST, name: "Attack" }),
  },
  "lib/harmonise/models/read-model.ts": {
    level: "browse",
    answer: "not-found",
    call: (actor) => readModel(actor, randomUUID()),
  },
  "lib/harmonise/models/apply-model.ts": {
    level: "browse",
    answer: "not-found",
    call: (actor) => applyModel(actor, missing()),
  },
  "lib/harmonise/models/export-harmonised.ts": {
    level: "export",
    answer: "not-found",
    call: (actor) => exportHarmonised(actor, missing()),
  },
};
