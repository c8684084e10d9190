"use server";

import type { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { applyModel, applyModelSchema } from "@/lib/harmonise/models/apply-model";
import { fitModel } from "@/lib/harmonise/models/fit-model";
import type { FitPreview, ModelApplication } from "@/lib/harmonise/models/model-view";
import { previewFit } from "@/lib/harmonise/models/preview-fit";
import { type FitRequest, fitModelSchema, fitRequestSchema } from "@/lib/harmonise/models/reference-group";

export async function preview(request: FitRequest): Promise<ActionResult<FitPreview>> {
  return runAction(fitRequestSchema, request, previewFit);
}

export async function fit(
  request: FitRequest & { name: string },
): Promise<ActionResult<{ id: string; version: number }>> {
  return runAction(fitModelSchema, request, fitModel);
}

export async function apply(
  input: z.infer<typeof applyModelSchema>,
): Promise<ActionResult<ModelApplication>> {
  return runAction(applyModelSchema, input, applyModel);
}
