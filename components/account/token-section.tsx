"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { ListedApiToken } from "@/lib/access/list-api-tokens";

export interface TokenActions {
  create: (input: { siteId: string; name: string; days: number }) => Promise<ActionResult<{ token: string }>>;
  revoke: (tokenId: string) => Promise<ActionResult<null>>;
}

const LIVES_DAYS = [30, 90, 365] as const;

/** One's own API tokens: made, shown once, listed, revoked. */
export function TokenSection({
  sites,
  tokens,
  actions,
}: {
  sites: readonly { id: string; name: string }[];
  tokens: readonly ListedApiToken[];
  actions: TokenActions;
}) {
  const t = useTranslations("account.tokens");
  const [made, setMade] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{t("hint")}</p>
      {made === null ? null : (
        <Field label={t("made")} hint={t("madeHint")}>
          {(control) => (
            <TextInput
              {...control}
              readOnly
              value={made}
              className="font-mono text-dense"
              onFocus={(event) => {
                event.currentTarget.select();
              }}
            />
          )}
        </Field>
      )}
      {sites.length > 0 ? <NewToken sites={sites} create={actions.create} onMade={setMade} /> : null}
      {tokens.length > 0 ? <TokenTable tokens={tokens} revoke={actions.revoke} /> : null}
    </div>
  );
}

function NewToken({
  sites,
  create,
  onMade,
}: {
  sites: readonly { id: string; name: string }[];
  create: TokenActions["create"];
  onMade: (token: string) => void;
}) {
  const t = useTranslations("account.tokens");
  const { run, pending } = useAction();
  const [siteId, setSiteId] = useState(sites.length === 1 ? (sites[0]?.id ?? "") : "");
  const [days, setDays] = useState(String(LIVES_DAYS[1]));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name") ?? "");
    run(
      () => create({ siteId, name, days: Number(days) }),
      null,
      ({ token }) => {
        form.reset();
        onMade(token);
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field label={t("name")} className="min-w-48 grow">
        {(control) => <TextInput {...control} name="name" required maxLength={80} autoComplete="off" />}
      </Field>
      <Field label={t("site")}>
        {(control) => (
          <Select
            {...control}
            value={siteId || undefined}
            onValueChange={setSiteId}
            placeholder={t("chooseSite")}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <Field label={t("life")}>
        {(control) => (
          <Select
            {...control}
            value={days}
            onValueChange={setDays}
            options={LIVES_DAYS.map((life) => ({ value: String(life), label: t("days", { count: life }) }))}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={pending || siteId === ""}>
        {t("create")}
      </Button>
    </form>
  );
}

function TokenTable({
  tokens,
  revoke,
}: {
  tokens: readonly ListedApiToken[];
  revoke: TokenActions["revoke"];
}) {
  const t = useTranslations("account.tokens");
  const format = useFormatter();
  const { run, pending } = useAction();
  const [asking, setAsking] = useState<ListedApiToken | null>(null);
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });
  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("name")}</TableHeading>
            <TableHeading>{t("site")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
            <TableHeading>{t("lastUsed")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("actions")}</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {tokens.map((token) => (
            <TableRow key={token.id}>
              <TableCell className="font-medium">{token.name}</TableCell>
              <TableCell>{token.siteName}</TableCell>
              <TableCell>
                {t(`stateOf.${token.state}`, { date: day(token.revokedAt ?? token.expiresAt) })}
              </TableCell>
              <TableCell className="text-muted">
                {token.lastUsedAt === null ? t("never") : day(token.lastUsedAt)}
              </TableCell>
              <TableCell numeric>
                {token.state === "working" ? (
                  <Button
                    size="small"
                    onClick={() => {
                      setAsking(token);
                    }}
                  >
                    {t("revoke")}
                    <span className="sr-only">{token.name}</span>
                  </Button>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => {
          setAsking(null);
        }}
        title={t("revokeTitle", { name: asking?.name ?? "" })}
        body={t("revokeBody")}
        confirmLabel={t("revoke")}
        pending={pending}
        onConfirm={() => {
          if (asking === null) return;
          run(
            () => revoke(asking.id),
            t("revoked"),
            () => {
              setAsking(null);
            },
          );
        }}
      />
    </>
  );
}
