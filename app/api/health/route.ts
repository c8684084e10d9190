import { NextResponse } from "next/server";
import { databaseAnswers } from "@/lib/platform/db/health";

export const dynamic = "force-dynamic";

/** Whether this process can serve: 200 `{status: "ok"}`, or 503 while the database does not answer. */
export async function GET(): Promise<NextResponse> {
  const database = await databaseAnswers();
  return NextResponse.json(
    { status: database ? "ok" : "unavailable", database },
    { status: database ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
