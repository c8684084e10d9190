"use server";

import { type ActionResult, runAction } from "@/lib/access/action";
import { chooseProtocols, chooseProtocolsSchema } from "@/lib/harmonise/assignment/choose-protocols";

export async function choose(input: {
  examId: string;
  protocolIds: string[];
}): Promise<ActionResult<{ before: string[] }>> {
  return runAction(chooseProtocolsSchema, input, chooseProtocols);
}
