"use client";

import { useCallback, useEffect, useState } from "react";
import type { Measurement, NewMeasurement } from "@/lib/catalogue/measurement";

export type MeasurementProblem = "load" | "save" | "delete";

/** A user's lengths on an exam, kept on the server. */
export interface Measurements {
  list: readonly Measurement[];
  problem: MeasurementProblem | null;
  reload(): void;
  save(volumeId: string, points: NewMeasurement["pointsMm"]): Promise<Measurement | null>;
  remove(id: string): Promise<void>;
}

async function answerOf<T>(request: Promise<Response>): Promise<T> {
  const response = await request;
  if (!response.ok) throw new Error(String(response.status));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function useMeasurements(examId: string): Measurements {
  const [list, setList] = useState<readonly Measurement[]>([]);
  const [problem, setProblem] = useState<MeasurementProblem | null>(null);
  const [asked, setAsked] = useState(0);
  const url = `/api/exams/${examId}/measurements`;

  useEffect(() => {
    const leaving = new AbortController();
    answerOf<{ measurements: Measurement[] }>(fetch(url, { signal: leaving.signal })).then(
      ({ measurements }) => {
        setList(measurements);
        setProblem(null);
      },
      () => !leaving.signal.aborted && setProblem("load"),
    );
    return () => leaving.abort();
  }, [url, asked]);

  const save = useCallback(
    async (volumeId: string, pointsMm: NewMeasurement["pointsMm"]) => {
      const body: NewMeasurement = { kind: "length", volumeId, pointsMm };
      try {
        const { measurement } = await answerOf<{ measurement: Measurement }>(
          fetch(url, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
          }),
        );
        setList((old) => [...old, measurement]);
        setProblem(null);
        return measurement;
      } catch {
        setProblem("save");
        return null;
      }
    },
    [url],
  );

  const remove = useCallback(async (id: string) => {
    try {
      await answerOf(fetch(`/api/measurements/${id}`, { method: "DELETE" }));
      setList((old) => old.filter((measurement) => measurement.id !== id));
      setProblem(null);
    } catch {
      setProblem("delete");
    }
  }, []);

  return { list, problem, reload: () => setAsked((count) => count + 1), save, remove };
}
