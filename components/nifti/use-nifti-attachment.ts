"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { awaitFate, type NiftiFate, NiftiRequestError, type NiftiToSend, sendNifti } from "./nifti-transport";

/** Where the giving of one file stands. */
export type Attachment =
  | { phase: "choosing" }
  | { phase: "sending"; share: number }
  | { phase: "building" }
  | { phase: "settled"; fate: NiftiFate; sent: NiftiToSend }
  | { phase: "failed"; code: string };

/** Gives a NIfTI file and follows it to its fate; leaving the page ends the sending, not what is made of it. */
export function useNiftiAttachment() {
  const router = useRouter();
  const [attachment, setAttachment] = useState<Attachment>({ phase: "choosing" });
  const running = useRef<AbortController | null>(null);

  const reset = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setAttachment({ phase: "choosing" });
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const give = useCallback(
    (sent: NiftiToSend) => {
      const controller = new AbortController();
      running.current = controller;
      const show = (next: Attachment) => {
        if (!controller.signal.aborted) setAttachment(next);
      };
      const run = async () => {
        show({ phase: "sending", share: 0 });
        const onShare = (share: number) => {
          show({ phase: "sending", share });
        };
        const id = await sendNifti(sent, onShare, controller.signal);
        show({ phase: "building" });
        const fate = await awaitFate(id, controller.signal);
        show({ phase: "settled", fate, sent });
        if (fate.state !== "refused") router.refresh();
      };
      run().catch((error: unknown) => {
        show({ phase: "failed", code: error instanceof NiftiRequestError ? error.code : "unavailable" });
      });
    },
    [router],
  );
  return { attachment, give, reset };
}
