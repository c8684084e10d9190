"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { KeptCohort, ShareView } from "@/lib/cohort/kept/kept-cohort";
import type { KeptActions } from "./kept-actions";
import { useAction } from "@/components/ui/use-action";

type Props = Pick<KeptActions, "share" | "unshare"> & {
  cohort: Pick<KeptCohort, "id" | "shares" | "shareable">;
};

const PERSON = "person";

/** With whom a question is shared, and sharing it further. */
export function ShareSection({ cohort, share, unshare }: Props) {
  const t = useTranslations("cohort-kept");
  const { run, pending } = useAction();
  const editId = useId();
  const [whom, setWhom] = useState(PERSON);
  const [email, setEmail] = useState("");
  const [mayEdit, setMayEdit] = useState(false);
  const options = [
    { value: PERSON, label: t("share.person") },
    ...cohort.shareable.map(({ id, name }) => ({ value: id, label: t("share.project", { name }) })),
  ];
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-dense text-muted">{t("share.body")}</p>
      {cohort.shares.length > 0 ? (
        <Table aria-label={t("share.label")}>
          <TableHead>
            <tr>
              <TableHeading>{t("share.with")}</TableHeading>
              <TableHeading>{t("share.right")}</TableHeading>
              <TableHeading>
                <span className="sr-only">{t("actions")}</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {cohort.shares.map((one) => (
              <TableRow key={one.id}>
                <TableCell>{nameOf(one)}</TableCell>
                <TableCell>{t(one.mayEdit ? "right.edit" : "right.read")}</TableCell>
                <TableCell className="text-right">
                  <Button
                    size="small"
                    disabled={pending}
                    aria-label={t("share.endNamed", { name: nameOf(one) })}
                    onClick={() => {
                      run(() => unshare({ cohortId: cohort.id, shareId: one.id }), t("share.ended"));
                    }}
                  >
                    {t("share.end")}
                  </Button>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const target =
            whom === PERSON
              ? ({ kind: "person", email } as const)
              : ({ kind: "project", projectId: whom } as const);
          run(
            () => share({ cohortId: cohort.id, with: target, mayEdit }),
            t("share.done"),
            () => {
              setEmail("");
            },
          );
        }}
      >
        {cohort.shareable.length > 0 ? (
          <Field label={t("share.with")}>
            {(control) => <Select {...control} value={whom} onValueChange={setWhom} options={options} />}
          </Field>
        ) : null}
        {whom === PERSON ? (
          <Field label={t("share.email")} className="w-72">
            {(control) => (
              <TextInput
                {...control}
                type="email"
                required
                autoComplete="off"
                value={email}
                onChange={(event) => {
                  setEmail(event.target.value);
                }}
              />
            )}
          </Field>
        ) : null}
        <span className="flex h-8 items-center gap-2 text-dense">
          <Checkbox
            id={editId}
            checked={mayEdit}
            onCheckedChange={(checked) => {
              setMayEdit(checked === true);
            }}
          />
          <label htmlFor={editId}>{t("share.mayEdit")}</label>
        </span>
        <Button type="submit" disabled={pending}>
          {t("share.do")}
        </Button>
      </form>
    </div>
  );
}

function nameOf(share: ShareView): string {
  return share.with.kind === "person" ? `${share.with.name} (${share.with.email})` : share.with.name;
}
