"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useId, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { DialogClose } from "@/components/ui/dialog";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

const LEVELS = ["count", "browse", "view", "export"] as const;
type Level = (typeof LEVELS)[number];

/** A grant as the form holds it. `scope` is "network", "site:<id>" or "project:<id>"; `lastDay` is ISO or "". */
export interface GrantDraft {
  userId: string;
  scope: string;
  level: Level;
  trueDates: boolean;
  purpose: string;
  lastDay: string;
}

export interface GrantChoices {
  people: readonly { id: string; name: string; email: string }[];
  sites: readonly { id: string; name: string }[];
  projects: readonly { id: string; name: string }[];
}

/** Who, where, how far, why and until when; said back as a sentence before it is given. */
export function GrantForm({
  draft,
  choices,
  pending,
  onGive,
}: {
  draft: Partial<GrantDraft>;
  choices: GrantChoices;
  pending: boolean;
  onGive: (grant: GrantDraft) => void;
}) {
  const t = useTranslations("admin.grants");
  const tAdmin = useTranslations("admin");
  const tTerms = useTranslations("terms.grantLevel");
  const id = useId();
  const [grant, setGrant] = useState<GrantDraft>({
    userId: "",
    scope: "",
    level: "view",
    trueDates: false,
    purpose: "",
    lastDay: "",
    ...draft,
  });
  const set = (change: Partial<GrantDraft>) => {
    setGrant((current) => ({ ...current, ...change }));
  };
  const ofProject = grant.scope.startsWith("project:");
  const complete = grant.userId !== "" && grant.scope !== "" && grant.purpose.trim().length >= 3;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (complete) onGive({ ...grant, trueDates: grant.trueDates && !ofProject });
  };

  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field label={t("person")}>
        {(control) => (
          <Select
            {...control}
            value={grant.userId}
            placeholder={t("choosePerson")}
            onValueChange={(userId) => {
              set({ userId });
            }}
            options={choices.people.map((person) => ({
              value: person.id,
              label: `${person.name} · ${person.email}`,
            }))}
          />
        )}
      </Field>
      <Field label={t("scope")}>
        {(control) => (
          <Select
            {...control}
            value={grant.scope}
            placeholder={t("chooseScope")}
            onValueChange={(scope) => {
              set({ scope });
            }}
            options={[
              { value: "network", label: t("wholeNetwork") },
              ...choices.sites.map(({ id: site, name }) => ({
                value: `site:${site}`,
                label: t("site", { name }),
              })),
              ...choices.projects.map(({ id: project, name }) => ({
                value: `project:${project}`,
                label: t("project", { name }),
              })),
            ]}
          />
        )}
      </Field>
      <Field label={t("level")}>
        {(control) => (
          <Select
            {...control}
            value={grant.level}
            onValueChange={(value) => {
              set({ level: LEVELS.find((level) => level === value) ?? "browse" });
            }}
            options={LEVELS.map((level) => ({
              value: level,
              label: t("levelOption", { level: tTerms(level), hint: t(`levelHint.${level}`) }),
            }))}
          />
        )}
      </Field>
      <Field label={t("purpose")} hint={t("purposeHint")}>
        {(control) => (
          <TextArea
            {...control}
            required
            minLength={3}
            maxLength={500}
            rows={2}
            value={grant.purpose}
            onChange={(event) => {
              set({ purpose: event.currentTarget.value });
            }}
          />
        )}
      </Field>
      <Field label={t("expires")} hint={t("expiresHint")}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            className="max-w-44"
            value={grant.lastDay}
            onChange={(event) => {
              set({ lastDay: event.currentTarget.value });
            }}
          />
        )}
      </Field>
      <div className="flex items-start gap-2">
        <Checkbox
          id={`${id}-dates`}
          className="mt-1"
          checked={grant.trueDates && !ofProject}
          disabled={ofProject}
          aria-describedby={`${id}-dates-hint`}
          onCheckedChange={(checked) => {
            set({ trueDates: checked === true });
          }}
        />
        <div>
          <label htmlFor={`${id}-dates`}>{t("trueDates")}</label>
          <p id={`${id}-dates-hint`} className="text-dense text-muted">
            {t("trueDatesHint")}
          </p>
        </div>
      </div>
      <GrantSentence grant={grant} choices={choices} />
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{tAdmin("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending || !complete}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}

function GrantSentence({ grant, choices }: { grant: GrantDraft; choices: GrantChoices }) {
  const t = useTranslations("admin.grants");
  const format = useFormatter();
  const person = choices.people.find(({ id }) => id === grant.userId)?.name;
  const [kind, scopeId] = grant.scope.split(":");
  const site = choices.sites.find(({ id }) => kind === "site" && id === scopeId)?.name;
  const project = choices.projects.find(({ id }) => kind === "project" && id === scopeId)?.name;
  const scope =
    kind === "network"
      ? t("sentenceNetwork")
      : site !== undefined
        ? t("sentenceSite", { name: site })
        : project !== undefined
          ? t("sentenceProject", { name: project })
          : null;
  const lastDay = grant.lastDay === "" ? null : new Date(`${grant.lastDay}T00:00:00Z`);
  const until =
    lastDay === null || Number.isNaN(lastDay.getTime())
      ? t("sentenceOpen")
      : t("sentenceUntil", { date: format.dateTime(lastDay, { dateStyle: "long" }) });
  return (
    <p
      aria-live="polite"
      className="min-h-[1.6875rem] border-l-2 border-thread pl-3 text-sentence empty:hidden"
    >
      {person !== undefined && scope !== null
        ? t("sentence", { person, level: t(`sentenceLevel.${grant.level}`), scope, until })
        : null}
    </p>
  );
}
