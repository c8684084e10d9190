import { useTranslations } from "next-intl";
import { Progress } from "@/components/ui/progress";
import type { HeldGroupsPage } from "@/lib/ingest/list-held-groups";

/** Large decisions that are being carried out. */
export function TaskList({ tasks }: { tasks: HeldGroupsPage["tasks"] }) {
  const t = useTranslations("admin.quarantine.task");
  return (
    <ul className="flex flex-col gap-3 rounded-lg border bg-surface px-4 py-3 text-dense">
      {tasks.map(({ id, kind, siteName, done, total }) => {
        const text = t(kind, { site: siteName, done, total });
        return (
          <li key={id} className="flex flex-col gap-1">
            <span>{text}</span>
            <Progress value={total === 0 ? 1 : done / total} label={text} />
          </li>
        );
      })}
    </ul>
  );
}
