import { NextResponse } from "next/server";
import { now } from "@/lib/platform/clock";
import { READY_CHECKS, readiness } from "@/lib/platform/ready";

export const dynamic = "force-dynamic";

/** Anybody may ask, and each answer costs the disk a write: they share one for a moment. */
const FRESH_MS = 2_000;
let last: { at: number; answer: ReturnType<typeof readiness> } | undefined;

/** Whether this catalogue can take and show images now: 200, or 503 with the names of the checks that do not hold. */
export async function GET(): Promise<NextResponse> {
  const at = now().getTime();
  if (!last || at - last.at > FRESH_MS) last = { at, answer: readiness() };
  const checks = await last.answer;
  const ready = READY_CHECKS.every((name) => checks[name]);
  return NextResponse.json(
    { status: ready ? "ready" : "unready", checks },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
