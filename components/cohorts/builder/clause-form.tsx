"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { criteriaSchema, type CriteriaNode, type ExamNode, type SeriesNode } from "@/lib/cohort/criteria";
import type { Place } from "@/lib/cohort/edit";
import { ExamForm } from "./exam-form";
import { GroupForm } from "./group-form";
import { SeriesForm } from "./series-form";

/** Whether a node says something that can be asked. */
export function isComplete(node: CriteriaNode, place: Place): boolean {
  const root: ExamNode = place === "series" ? { kind: "series", of: node as SeriesNode } : (node as ExamNode);
  return criteriaSchema.safeParse({ version: 1, root }).success;
}

/**
 * The small form of one row. What is typed shows at once; it joins the question as soon as it says something that can
 * be asked, and until then the question stays as it was.
 */
export function ClauseForm({
  id,
  label,
  node,
  place,
  list,
  onChange,
  onListChange,
  onClose,
}: {
  id: string;
  label: string;
  node: CriteriaNode;
  place: Place;
  list: "and" | "or" | null;
  onChange: (node: CriteriaNode) => void;
  onListChange: (kind: "and" | "or") => void;
  onClose: () => void;
}) {
  const t = useTranslations("cohorts.form");
  const [shown, setShown] = useState(node);
  const [sent, setSent] = useState(node);
  // Changed from elsewhere (undo, a facet): the form follows.
  if (node !== sent) {
    setSent(node);
    setShown(node);
  }
  const complete = isComplete(shown, place);
  const change = (next: CriteriaNode) => {
    setShown(next);
    if (!isComplete(next, place)) return;
    setSent(next);
    onChange(next);
  };
  return (
    <div
      id={id}
      role="group"
      aria-label={label}
      className="mt-1 mb-2 flex flex-col gap-3 rounded-md border bg-surface px-3 py-2.5"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <FormOf node={shown} place={place} list={list} onChange={change} onListChange={onListChange} />
      <div className="flex items-center justify-between gap-3">
        <p role="status" className={complete ? "sr-only" : "text-micro text-major"}>
          {complete ? "" : t(reasonOf(shown))}
        </p>
        <Button size="small" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}

/** What is missing of a clause that cannot be asked yet. */
function reasonOf(node: CriteriaNode): "needsRange" | "needsScore" | "needsValue" {
  if (node.kind === "score" && node.name === "") return "needsScore";
  return ["age", "number", "score", "pair", "visits"].includes(node.kind) ? "needsRange" : "needsValue";
}

function FormOf({
  node,
  place,
  list,
  onChange,
  onListChange,
}: {
  node: CriteriaNode;
  place: Place;
  list: "and" | "or" | null;
  onChange: (node: CriteriaNode) => void;
  onListChange: (kind: "and" | "or") => void;
}) {
  switch (node.kind) {
    case "and":
    case "or":
    case "not":
    case "series":
    case "visit":
    case "subject":
    case "visits":
    case "pair":
      return <GroupForm node={node} list={list} onChange={onChange} onListChange={onListChange} />;
    case "role":
    case "dimension":
    case "map":
    case "contrast":
    case "derived":
    case "verdict":
    case "qc":
    case "rating":
    case "pixels":
    case "number":
      return place === "series" ? <SeriesForm node={node} onChange={onChange} /> : null;
    default:
      return <ExamForm node={node} onChange={onChange} />;
  }
}
