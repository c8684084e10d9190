import { stow } from "@/app/dicomweb/stow";
import { tokenRouteHandler } from "@/lib/access/token-route";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

/** POST: stores instances of any study (STOW-RS). */
export const POST = tokenRouteHandler(({ request, actor, site }) => stow(request, { actor, site }, null));
