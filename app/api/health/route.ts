import { NextResponse } from "next/server";
import { keepWebBeat } from "@/lib/platform/web-beat";

export const dynamic = "force-dynamic";

/**
 * Whether this process lives: 200 while it answers at all. Whether it can do its work is for `/api/ready`: a process
 * must not be killed because the database rests.
 */
export function GET(): NextResponse {
  void keepWebBeat();
  return NextResponse.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
