"use client";

import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import type { ClauseEffect, NodePath } from "@/lib/cohort/answer";
import type { Criteria, CriteriaNode } from "@/lib/cohort/criteria";
import { nodeAt, type Place } from "@/lib/cohort/edit";
import { encodeCriteria } from "@/lib/cohort/url";
import type { TermLabel, Vocabulary } from "@/lib/cohort/vocabulary";
import { begun, pushed, redone, undone, type History } from "./history";
import { keyOf, nearestRow } from "./outline";
import { useAnswer, type Answered } from "./use-answer";

/** A clause that is being filled in and is not yet part of the question. */
export interface Draft {
  /** The row into which it will go. */
  into: NodePath;
  place: Place;
  node: CriteriaNode;
}

interface EditOptions {
  /** The row that has the focus afterwards. */
  select?: NodePath;
  /** The row whose form is open afterwards; null for none. */
  open?: NodePath | null;
  /** Edits of one name in quick succession are one step of the history. */
  merge?: string;
}

interface BuilderState {
  criteria: Criteria;
  answer: Answered;
  pending: boolean;
  failed: boolean;
  retry: () => void;
  vocabulary: Vocabulary;
  /** Keeps the labels of diagnoses that were just looked up. */
  learnTerms: (terms: readonly TermLabel[]) => void;
  /** Key of the row that the keys act on. */
  selected: string;
  /** Key of the row whose form is open. */
  opened: string | null;
  select: (path: NodePath) => void;
  open: (path: NodePath | null) => void;
  edit: (next: Criteria | null, options?: EditOptions) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  /** What the answer would be without this very clause; null while it is unknown. */
  effectOf: (node: CriteriaNode) => ClauseEffect | null;
  /** Counts up whenever the focus must go to the selected row. */
  focusTurn: number;
}

const Context = createContext<BuilderState | null>(null);

/** Edits of one clause this close together are one step, in milliseconds. */
const ONE_STEP_MS = 1200;

/** Where the question of the address bar is written. */
function writeAddress(criteria: Criteria): void {
  const url = new URL(window.location.href);
  url.searchParams.set("q", encodeCriteria(criteria));
  window.history.replaceState(null, "", `${url.pathname}${url.search}`);
}

/** The question on screen, its answer, and the ways to change it. Every change stands in the address at once. */
export function BuilderProvider({
  criteria: first,
  answer: firstAnswer,
  vocabulary: firstVocabulary,
  children,
}: {
  criteria: Criteria;
  answer: Answered;
  vocabulary: Vocabulary;
  children: ReactNode;
}) {
  const [history, setHistory] = useState<History<Criteria>>(() => begun(first));
  const [selected, setSelected] = useState("root");
  const [opened, setOpened] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [terms, setTerms] = useState<readonly TermLabel[]>(firstVocabulary.terms);
  const [focusTurn, setFocusTurn] = useState(0);
  const lastStep = useRef<{ name: string; at: number } | null>(null);
  const criteria = history.present;
  const {
    answer,
    criteria: answered,
    pending,
    failed,
    retry,
  } = useAnswer(criteria, {
    criteria: first,
    answer: firstAnswer,
  });

  const written = useRef(first);
  useEffect(() => {
    if (written.current === criteria) return;
    written.current = criteria;
    writeAddress(criteria);
  }, [criteria]);

  const effects = useMemo(() => {
    const found = new Map<CriteriaNode, ClauseEffect>();
    for (const effect of answer.clauses) {
      const node = nodeAt(answered, effect.path);
      if (node) found.set(node, effect);
    }
    return found;
  }, [answer, answered]);

  const learnTerms = useCallback((more: readonly TermLabel[]) => {
    setTerms((known) => [...known, ...more.filter((one) => !known.some(({ code }) => code === one.code))]);
  }, []);

  const value = useMemo<BuilderState>(() => {
    const step = (next: History<Criteria>) => {
      if (next === history) return;
      lastStep.current = null;
      setHistory(next);
      setDraft(null);
      setOpened(null);
      setSelected((key) => keyOf(nearestRow(next.present, key === "root" ? [] : key.split(".").map(Number))));
    };
    return {
      criteria,
      answer,
      pending,
      failed,
      retry,
      vocabulary: { ...firstVocabulary, terms: [...terms] },
      learnTerms,
      selected,
      opened,
      draft,
      setDraft,
      focusTurn,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      effectOf: (node) => effects.get(node) ?? null,
      select: (path) => {
        setSelected(keyOf(path));
      },
      open: (path) => {
        setOpened(path && keyOf(path));
      },
      edit: (next, { select, open, merge } = {}) => {
        if (!next || next === criteria) return;
        const at = performance.now();
        const goesOn =
          merge !== undefined && lastStep.current?.name === merge && at - lastStep.current.at < ONE_STEP_MS;
        lastStep.current = merge === undefined ? null : { name: merge, at };
        setHistory(pushed(history, next, goesOn));
        if (open !== undefined) setOpened(open && keyOf(open));
        if (select) {
          setSelected(keyOf(select));
          setFocusTurn((turn) => turn + 1);
        }
      },
      undo: () => {
        step(undone(history));
      },
      redo: () => {
        step(redone(history));
      },
    };
  }, [
    criteria,
    answer,
    pending,
    failed,
    retry,
    firstVocabulary,
    terms,
    learnTerms,
    selected,
    opened,
    draft,
    focusTurn,
    history,
    effects,
  ]);

  return <Context value={value}>{children}</Context>;
}

/** The question, its answer, and how to change it. */
export function useBuilder(): BuilderState {
  const state = useContext(Context);
  if (!state) throw new Error("no BuilderProvider above");
  return state;
}
