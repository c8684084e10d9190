import { useFormatter, useTranslations } from "next-intl";
import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { AuditRow } from "@/lib/access/audit-list-store";

const detailSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);

type DetailValue = z.infer<typeof detailSchema>[string];

/** Enough of an id to tell it from others on a page; the whole of it on hover. */
const ID_CHARS = 8;

/** Events, newest first. What an event is about stands as identifiers: the audit holds no value. */
export function AuditTable({
  events,
  people,
}: {
  events: readonly AuditRow[];
  people: readonly { id: string; name: string }[];
}) {
  const t = useTranslations("admin.audit");
  const format = useFormatter();
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("when")}</TableHeading>
          <TableHeading>{t("who")}</TableHeading>
          <TableHeading>{t("what")}</TableHeading>
          <TableHeading>{t("about")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id} className="border-t">
            <TableCell className="whitespace-nowrap text-muted">
              <time dateTime={event.at.toISOString()}>
                {format.dateTime(event.at, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" })}
              </time>
            </TableCell>
            <TableCell>
              {event.actorName ??
                (event.agent === "user"
                  ? t("nobody")
                  : t("system", { name: event.agent.replace(/^system:/, "") }))}
            </TableCell>
            <TableCell className="font-medium">
              {t.has(`types.${event.type}`) ? t(`types.${event.type}`) : event.type}
            </TableCell>
            <TableCell>
              <Detail detail={event.detail} names={names} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Detail({ detail, names }: { detail: unknown; names: ReadonlyMap<string, string> }) {
  const t = useTranslations("admin.audit");
  const parsed = detailSchema.safeParse(detail);
  if (!parsed.success) return null;
  const entries = Object.entries(parsed.data).filter(([, value]) => value !== null && value !== false);
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {entries.map(([field, value]) => {
        const label = t.has(`field.${field}`) ? t(`field.${field}`) : field;
        if (field === "toSelf")
          return (
            <Badge key={field} tone="warning">
              {label}
            </Badge>
          );
        return (
          <span key={field}>
            <span className="text-muted">{label}</span>{" "}
            <DetailText value={value} names={names} yes={t("yes")} />
          </span>
        );
      })}
    </span>
  );
}

function DetailText({
  value,
  names,
  yes,
}: {
  value: DetailValue;
  names: ReadonlyMap<string, string>;
  yes: string;
}) {
  const format = useFormatter();
  if (typeof value === "number") return format.number(value);
  if (value === true) return yes;
  const texts = Array.isArray(value) ? value : [String(value)];
  return texts.map((text, index) => {
    const name = names.get(text);
    const isId = z.guid().safeParse(text).success;
    return (
      <span key={text}>
        {index > 0 ? ", " : null}
        {name ?? (isId ? <IdMark id={text} /> : text)}
      </span>
    );
  });
}

function IdMark({ id }: { id: string }) {
  return (
    <span className="font-mono" title={id}>
      {id.slice(0, ID_CHARS)}
    </span>
  );
}
