"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import type { AuditType } from "@/lib/access/audit";

const ANY = "any";

export interface AuditFilterValue {
  actorId: string | null;
  type: AuditType | null;
  /** ISO days. */
  from: string;
  to: string;
}

/** Person, event and period, kept in the address. */
export function AuditFilter({
  value,
  people,
  types,
}: {
  value: AuditFilterValue;
  people: readonly { id: string; name: string }[];
  types: readonly AuditType[];
}) {
  const t = useTranslations("admin.audit");
  const router = useRouter();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, entry] of new FormData(event.currentTarget)) {
      if (typeof entry === "string" && entry !== "" && entry !== ANY) query.set(name, entry);
    }
    router.push(`/admin/audit?${query.toString()}`);
  };
  const filtered = value.actorId !== null || value.type !== null || value.from !== "" || value.to !== "";
  return (
    <form action="/admin/audit" onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field label={t("person")}>
        {(control) => (
          <Select
            {...control}
            name="actorId"
            defaultValue={value.actorId ?? ANY}
            options={[
              { value: ANY, label: t("everybody") },
              ...people.map((person) => ({ value: person.id, label: person.name })),
            ]}
          />
        )}
      </Field>
      <Field label={t("type")}>
        {(control) => (
          <Select
            {...control}
            name="type"
            defaultValue={value.type ?? ANY}
            options={[
              { value: ANY, label: t("everything") },
              ...types.map((type) => ({ value: type, label: t(`types.${type}`) })),
            ]}
          />
        )}
      </Field>
      <Field label={t("from")}>
        {(control) => <TextInput {...control} type="date" name="from" defaultValue={value.from} />}
      </Field>
      <Field label={t("to")}>
        {(control) => <TextInput {...control} type="date" name="to" defaultValue={value.to} />}
      </Field>
      <Button type="submit" variant="primary">
        {t("filter")}
      </Button>
      {filtered ? (
        <LinkButton variant="quiet" href="/admin/audit">
          {t("clear")}
        </LinkButton>
      ) : null}
    </form>
  );
}
