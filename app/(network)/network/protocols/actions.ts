"use server";

import { type ActionResult, runAction } from "@/lib/access/action";
import { type DryRun, dryRunProtocol, dryRunProtocolSchema } from "@/lib/harmonise/protocol/dry-run-protocol";
import {
  type ImportedProtocol,
  importProtocol,
  importProtocolSchema,
} from "@/lib/harmonise/protocol/import-protocol";
import {
  type SavedVersion,
  saveProtocolVersion,
  saveProtocolVersionSchema,
} from "@/lib/harmonise/protocol/save-protocol-version";

export async function save(input: unknown): Promise<ActionResult<SavedVersion>> {
  return runAction(saveProtocolVersionSchema, input, saveProtocolVersion);
}

export async function importText(input: unknown): Promise<ActionResult<ImportedProtocol>> {
  return runAction(importProtocolSchema, input, importProtocol);
}

export async function dryRun(input: unknown): Promise<ActionResult<DryRun>> {
  return runAction(dryRunProtocolSchema, input, dryRunProtocol);
}
