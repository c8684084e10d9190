"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { type PeerInput, peerInputSchema } from "@/lib/ingest/peer";
import { removePeer } from "@/lib/ingest/remove-peer";
import { savePeer } from "@/lib/ingest/save-peer";

export async function save(input: PeerInput): Promise<ActionResult<string>> {
  return runAction(peerInputSchema, input, savePeer);
}

export async function remove(peerId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), peerId, async (actor, id) => {
    await removePeer(actor, id);
    return null;
  });
}
