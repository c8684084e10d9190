import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface Row {
  id: string;
  name: string;
  facts: string[];
  onEdit: () => void;
  onRemove: () => void;
}

/** What is stated of a subject, each to be corrected or deleted. */
export function RowList({
  title,
  addLabel,
  rows,
  pending,
  onAdd,
}: {
  title: string;
  addLabel: string;
  rows: readonly Row[];
  pending: boolean;
  onAdd: () => void;
}) {
  const t = useTranslations("clinical.editor");
  return (
    <section className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium">{title}</h3>
        <Button size="small" disabled={pending} onClick={onAdd}>
          {addLabel}
        </Button>
      </div>
      {rows.length === 0 ? <p className="text-muted">{t("none")}</p> : null}
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-3 border-t border-line py-1">
            <span className="grow">{row.name}</span>
            <span className="text-dense text-muted">{row.facts.filter(Boolean).join(" · ")}</span>
            <span className="flex gap-1">
              <Button
                size="small"
                variant="quiet"
                disabled={pending}
                aria-label={t("editOf", { name: row.name })}
                onClick={row.onEdit}
              >
                {t("edit")}
              </Button>
              <Button
                size="small"
                variant="quiet"
                disabled={pending}
                aria-label={t("removeOf", { name: row.name })}
                onClick={row.onRemove}
              >
                {t("remove")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
