"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useReducer, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Section } from "@/components/shell/page";
import { PageSkeleton } from "@/components/shell/page-skeleton";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { useToast } from "@/components/ui/toast";
import type { ProtocolDocument } from "@/lib/harmonise/protocol/content";
import type { LeftOut } from "@/lib/harmonise/protocol/draft-content";
import type { DryRun } from "@/lib/harmonise/protocol/dry-run-protocol";
import type { ProtocolActions } from "../protocol-actions";
import { checkDraft } from "./draft-document";
import { DraftNotes } from "./draft-notes";
import { DryRunPanel } from "./dry-run-panel";
import {
  copyStep,
  newStep,
  type ProtocolDraft,
  type ScannerChoice,
  type StepDraft,
  toDraft,
} from "./editor-draft";
import { HeadFields } from "./head-fields";
import { beginHistory, type History, type HistoryAction, historyReducer } from "./history";
import { issueLookup } from "./issue-lookup";
import { moved, replaced, without } from "./list-edit";
import { PairList } from "./pair-list";
import { StepCard } from "./step-card";
import { forgetStoredDraft, readStoredDraft, useInBrowser, useStoreDraft } from "./use-stored-draft";

export interface EditorProps {
  /** Under which unsaved work is kept in this tab. */
  storeName: string;
  initial: ProtocolDocument | null;
  /** The protocol that is edited; null for a new one. */
  editing: { code: string; latest: number } | null;
  /** Protocols of which a draft can become the next version. */
  existing: readonly { code: string; name: string; latest: number }[];
  today: string;
  scanners: readonly ScannerChoice[];
  /** Where the draft comes from, and what could not be told. */
  drafted: { examCount: number; leftOut: readonly LeftOut[] } | null;
  actions: Pick<ProtocolActions, "save" | "dryRun">;
}

/** The form of a protocol. It waits for the browser, which may hold unsaved work of this tab. */
export function ProtocolEditor(props: EditorProps) {
  return useInBrowser() ? <Editor {...props} /> : <PageSkeleton />;
}

function emptyDraft(today: string): ProtocolDraft {
  const head = { code: "", name: "", validFrom: today, validUntil: "", reason: "", ordered: false };
  return { ...head, steps: [], pairs: [] };
}

function Editor({ storeName, initial, editing, existing, today, scanners, drafted, actions }: EditorProps) {
  const t = useTranslations("protocols");
  const router = useRouter();
  const toast = useToast();
  const { run, pending } = useAction();
  const [given] = useState(() => (initial ? toDraft(initial) : emptyDraft(today)));
  const [restored, setRestored] = useState(() => readStoredDraft(storeName));
  const [history, dispatch] = useReducer(
    historyReducer as (
      history: History<ProtocolDraft>,
      action: HistoryAction<ProtocolDraft>,
    ) => History<ProtocolDraft>,
    restored ?? given,
    beginHistory,
  );
  const [openSteps, setOpenSteps] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const [result, setResult] = useState<{ dryRun: DryRun; of: ProtocolDraft } | null>(null);
  const draft = history.present;
  const check = useMemo(() => checkDraft(draft), [draft]);
  // What nobody has filled in yet is not called wrong before she wants to try or to save.
  const issues = check.ok
    ? []
    : check.issues.filter(({ path }) => tried || (history.past.length > 0 && path.length > 2));
  const issueAt = issueLookup(issues);
  useStoreDraft(storeName, draft, history.past.length > 0);
  useUndoKeys(dispatch);

  const set = (next: ProtocolDraft, tag: string | null = null) => {
    dispatch({ kind: "change", next, tag });
  };
  const setSteps = (steps: StepDraft[], tag: string | null = null) => {
    set({ ...draft, steps }, tag);
  };
  /** A step that is renamed keeps its pairs. */
  const setStep = (was: StepDraft, step: StepDraft, tag: string | null) => {
    const renamed = (name: string) => (name === was.name && was.name !== "" ? step.name : name);
    set(
      {
        ...draft,
        steps: replaced(draft.steps, step),
        pairs: draft.pairs.map((pair) => ({
          ...pair,
          first: renamed(pair.first),
          second: renamed(pair.second),
        })),
      },
      tag,
    );
  };
  const basedOn = editing?.latest ?? existing.find(({ code }) => code === draft.code)?.latest ?? 0;
  const withDocument = (then: (document: ProtocolDocument) => void) => () => {
    setTried(true);
    if (check.ok) then(check.document);
    else {
      const wrong = check.issues.flatMap(({ path }) =>
        path[1] === "steps" && typeof path[2] === "number" ? (draft.steps[path[2]]?.key ?? []) : [],
      );
      setOpenSteps([...new Set([...openSteps, ...wrong])]);
      toast({ tone: "danger", title: t("notYet", { count: check.issues.length }) });
    }
  };
  const dryRun = withDocument((document) => {
    run(
      () => actions.dryRun({ document }),
      null,
      (answer) => {
        setResult({ dryRun: answer, of: draft });
      },
    );
  });
  const save = withDocument((document) => {
    run(
      () => actions.save({ document, basedOn, onOverlap: "replace" }),
      null,
      ({ code, version, closed, superseded }) => {
        forgetStoredDraft(storeName);
        const replacedCount = closed.length + superseded.length;
        toast({
          title: t("saved", { code, version }),
          ...(replacedCount > 0
            ? { body: t("savedReplaced", { closed: closed.length, superseded: superseded.length }) }
            : {}),
        });
        router.push(`/network/protocols/${code}`);
      },
    );
  });
  return (
    <form
      className="flex flex-col gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <div className="sticky top-0 z-10 -mx-6.5 flex flex-wrap items-center gap-2 border-b bg-paper px-6.5 py-2">
        <Button
          size="small"
          disabled={history.past.length === 0}
          onClick={() => {
            dispatch({ kind: "undo" });
          }}
          aria-keyshortcuts="Control+Z"
        >
          {t("undo")}
        </Button>
        <Button
          size="small"
          disabled={history.future.length === 0}
          onClick={() => {
            dispatch({ kind: "redo" });
          }}
          aria-keyshortcuts="Control+Shift+Z"
        >
          {t("redo")}
        </Button>
        <span className="flex-1 text-muted" role="status">
          {issues.length > 0 ? t("issueCount", { count: issues.length }) : null}
        </span>
        <Button disabled={pending} onClick={dryRun}>
          {t("dryRun.button")}
        </Button>
        <Button variant="primary" disabled={pending} onClick={save}>
          {t("save")}
        </Button>
      </div>
      {restored ? (
        <p className="flex items-center gap-3 border-l-2 border-thread pl-4 text-read" role="status">
          {t("restored")}
          <Button
            size="small"
            onClick={() => {
              forgetStoredDraft(storeName);
              setRestored(null);
              dispatch({ kind: "reset", next: given });
            }}
          >
            {t("discard")}
          </Button>
        </p>
      ) : null}
      {drafted ? <DraftNotes {...drafted} /> : null}
      {result ? (
        <Section title={t("dryRun.title")}>
          <DryRunPanel result={result.dryRun} isStale={result.of !== draft} />
        </Section>
      ) : null}
      <HeadFields draft={draft} editing={editing} existing={existing} issueAt={issueAt} onChange={set} />
      <Section title={t("stepsCount", { count: draft.steps.length })}>
        <ol className="flex flex-col gap-1.5">
          {draft.steps.map((step, index) => (
            <StepCard
              key={step.key}
              step={step}
              place={index + 1}
              isOpen={openSteps.includes(step.key)}
              isFirst={index === 0}
              isLast={index === draft.steps.length - 1}
              scanners={scanners}
              issueAt={issueLookup(issues, "content", "steps", index)}
              onToggle={() => {
                setOpenSteps((open) =>
                  open.includes(step.key) ? open.filter((key) => key !== step.key) : [...open, step.key],
                );
              }}
              onChange={(next, tag) => {
                setStep(step, next, tag);
              }}
              onMove={(by) => {
                setSteps(moved(draft.steps, step.key, by));
              }}
              onCopy={() => {
                const copy = copyStep(step, t("copyOf", { name: step.name }));
                setSteps([...draft.steps.slice(0, index + 1), copy, ...draft.steps.slice(index + 1)]);
              }}
              onRemove={() => {
                setSteps(without(draft.steps, step.key));
              }}
            />
          ))}
        </ol>
        {issues.some(({ code, path }) => code === "too-few" && path.length === 2) ? (
          <p className="text-major">{t("noStep")}</p>
        ) : null}
        <Button
          className="self-start"
          onClick={() => {
            const step = newStep();
            setSteps([...draft.steps, step]);
            setOpenSteps([...openSteps, step.key]);
          }}
        >
          {t("addStep")}
        </Button>
        <div className="flex items-center gap-2 text-read">
          <Checkbox
            id="protocol-ordered"
            checked={draft.ordered}
            onCheckedChange={(checked) => {
              set({ ...draft, ordered: checked === true });
            }}
          />
          <label htmlFor="protocol-ordered">{t("isOrdered")}</label>
        </div>
      </Section>
      <Section title={t("pairs")}>
        <PairList
          pairs={draft.pairs}
          steps={draft.steps}
          issueAt={issueLookup(issues, "content", "pairs")}
          onChange={(pairs, tag) => {
            set({ ...draft, pairs }, tag);
          }}
        />
      </Section>
    </form>
  );
}

/** Control+Z and Control+Shift+Z (or Y) anywhere on the page: the whole form goes back, not one field. */
function useUndoKeys(dispatch: (action: HistoryAction<ProtocolDraft>) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const kind = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
      if (kind === null) return;
      event.preventDefault();
      dispatch({ kind });
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [dispatch]);
}
