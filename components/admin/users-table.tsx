"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { ListedUser } from "@/lib/access/list-users";
import { ConfirmDialog } from "./confirm-dialog";
import type { RoleChoiceValue } from "./role-choice";
import { RolesDialog } from "./roles-dialog";
import { useAction } from "@/components/ui/use-action";

export interface UserActions {
  setRoles: (input: { userId: string; roles: RoleChoiceValue[] }) => Promise<ActionResult<null>>;
  disable: (userId: string) => Promise<ActionResult<null>>;
  enable: (userId: string) => Promise<ActionResult<null>>;
  endSessions: (userId: string) => Promise<ActionResult<null>>;
}

type Asking = { about: "roles" | "disable" | "end"; user: ListedUser } | null;

/** Everybody with an account, and what can be done about each. */
export function UsersTable({
  users,
  ownId,
  actions,
}: {
  users: readonly ListedUser[];
  ownId: string;
  actions: UserActions;
}) {
  const t = useTranslations("admin.users");
  const tAdmin = useTranslations("admin");
  const tTerms = useTranslations("terms.userRole");
  const format = useFormatter();
  const [asking, setAsking] = useState<Asking>(null);
  const { run, pending } = useAction();
  const close = () => {
    setAsking(null);
  };
  const day = (date: Date) => format.dateTime(date, { dateStyle: "medium" });

  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("name")}</TableHeading>
            <TableHeading>{t("roles")}</TableHeading>
            <TableHeading numeric>{t("grants")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
            <TableHeading>{t("since")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("actions")}</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {users.map((user) => (
            <TableRow key={user.id} className="h-11 border-t">
              <TableCell>
                <span className="font-medium">{user.name}</span>
                {user.id === ownId ? <span className="ml-1.5 text-muted">({t("you")})</span> : null}
                <span className="block text-muted">{user.email}</span>
              </TableCell>
              <TableCell>
                <span className="flex flex-wrap gap-1">
                  {user.roles.map((role) => (
                    <Badge key={role} tone={role === "admin" ? "strong" : "neutral"}>
                      {tTerms(role)}
                    </Badge>
                  ))}
                </span>
              </TableCell>
              <TableCell numeric>
                <Link
                  href={`/admin/grants?userId=${user.id}`}
                  className="underline decoration-line underline-offset-4 hover:decoration-thread"
                >
                  {format.number(user.activeGrants)}
                </Link>
              </TableCell>
              <TableCell>
                {user.disabledAt === null ? (
                  t("active")
                ) : (
                  <Badge tone="danger">{t("disabled", { date: day(user.disabledAt) })}</Badge>
                )}
              </TableCell>
              <TableCell className="text-muted">{day(user.createdAt)}</TableCell>
              <TableCell numeric>
                <Menu
                  trigger={
                    <Button size="small" aria-label={tAdmin("actionsFor", { name: user.name })}>
                      {t("actions")}
                      <Icon name="chevronDown" className="size-3 text-muted" />
                    </Button>
                  }
                >
                  <MenuItem
                    onSelect={() => {
                      setAsking({ about: "roles", user });
                    }}
                  >
                    {t("changeRoles")}
                  </MenuItem>
                  <MenuItem asChild>
                    <Link href={`/admin/grants?give=${user.id}`}>{t("giveGrant")}</Link>
                  </MenuItem>
                  <MenuSeparator />
                  <MenuItem
                    onSelect={() => {
                      setAsking({ about: "end", user });
                    }}
                  >
                    {t("endSessions")}
                  </MenuItem>
                  {user.disabledAt !== null ? (
                    <MenuItem
                      onSelect={() => {
                        run(() => actions.enable(user.id), t("enableDone", { name: user.name }));
                      }}
                    >
                      {t("enable")}
                    </MenuItem>
                  ) : user.id === ownId ? null : (
                    <MenuItem
                      className="text-major"
                      onSelect={() => {
                        setAsking({ about: "disable", user });
                      }}
                    >
                      {t("disable")}
                    </MenuItem>
                  )}
                </Menu>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {asking?.about === "roles" ? (
        <RolesDialog
          user={asking.user}
          pending={pending}
          onClose={close}
          onSave={(roles) => {
            const { id, name } = asking.user;
            run(() => actions.setRoles({ userId: id, roles }), t("rolesSaved", { name }), close);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={asking?.about === "disable"}
        onClose={close}
        title={t("disableTitle", { name: asking?.user.name ?? "" })}
        body={t("disableBody")}
        confirmLabel={t("disableDo")}
        pending={pending}
        onConfirm={() => {
          if (!asking) return;
          const { id, name } = asking.user;
          run(() => actions.disable(id), t("disableDone", { name }), close);
        }}
      />
      <ConfirmDialog
        open={asking?.about === "end"}
        onClose={close}
        title={t("endTitle", { name: asking?.user.name ?? "" })}
        body={t("endBody")}
        confirmLabel={t("endDo")}
        pending={pending}
        onConfirm={() => {
          if (!asking) return;
          const { id, name } = asking.user;
          run(() => actions.endSessions(id), t("endDone", { name }), close);
        }}
      />
    </>
  );
}
