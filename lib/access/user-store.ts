import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import type { Role } from "./actor";

export interface UserRow {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  disabledAt: Date | null;
  createdAt: Date;
}

const USER_FIELDS = {
  id: true,
  email: true,
  name: true,
  roles: true,
  disabledAt: true,
  createdAt: true,
} as const;

/** Everybody, by name, with how many grants each holds at an instant. */
export async function findUsers(at: Date): Promise<(UserRow & { activeGrants: number })[]> {
  const rows = await db().user.findMany({
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: {
      ...USER_FIELDS,
      _count: {
        select: {
          grants: { where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] } },
        },
      },
    },
  });
  return rows.map(({ _count, ...user }) => ({ ...user, activeGrants: _count.grants }));
}

export async function findUser(tx: Tx, userId: string): Promise<UserRow | null> {
  return tx.user.findUnique({ where: { id: userId }, select: USER_FIELDS });
}

export async function userExists(tx: Tx, email?: string): Promise<boolean> {
  const found = await tx.user.findFirst({
    where: email === undefined ? {} : { email },
    select: { id: true },
  });
  return found !== null;
}

/** Ids of the enabled administrators, locked until the transaction ends: two cannot remove each other at once. */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User" WHERE 'admin' = ANY("roles") AND "disabledAt" IS NULL ORDER BY "id" FOR UPDATE`;
  return rows.map((row) => row.id);
}

export async function updateRoles(tx: Tx, userId: string, roles: Role[]): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { roles }, select: { id: true } });
}

/** Disabling also ends every open session. */
export async function updateDisabledAt(tx: Tx, userId: string, disabledAt: Date | null): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { disabledAt, sessionVersion: { increment: 1 } },
    select: { id: true },
  });
}

export async function raiseSessionVersion(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { sessionVersion: { increment: 1 } },
    select: { id: true },
  });
}

/** Null when somebody already has the e-mail. */
export async function insertUser(
  tx: Tx,
  user: { email: string; name: string; passwordHash: string; roles: Role[]; locale: string | null },
): Promise<string | null> {
  const rows = await tx.user.createManyAndReturn({
    data: [user],
    skipDuplicates: true,
    select: { id: true },
  });
  return rows[0]?.id ?? null;
}

export interface AccountRow {
  email: string;
  name: string;
  roles: Role[];
  locale: string | null;
  theme: string | null;
}

export async function findAccount(userId: string): Promise<AccountRow | null> {
  return db().user.findUnique({
    where: { id: userId },
    select: { email: true, name: true, roles: true, locale: true, theme: true },
  });
}

export async function findPasswordHash(userId: string): Promise<string | null> {
  const user = await db().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  return user?.passwordHash ?? null;
}

/** A new password ends every open session. */
export async function updatePassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { id: true },
  });
}

export async function updatePreferences(
  userId: string,
  preferences: { locale?: string | null; theme?: string | null },
): Promise<void> {
  await db().user.update({
    where: { id: userId },
    data: preferences satisfies Prisma.UserUpdateInput,
    select: { id: true },
  });
}
