"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";

function Starting() {
  const t = useTranslations("viewer");
  return (
    <div className="grid h-dvh place-items-center bg-paper text-muted scheme-dark" role="status">
      {t("starting")}
    </div>
  );
}

/** The viewer needs a browser from its first line on: WebGL, workers, wasm. */
export const ViewerApp = dynamic(() => import("./viewer-app"), { ssr: false, loading: Starting });
export const CompareApp = dynamic(() => import("./compare-app"), { ssr: false, loading: Starting });
