import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of an ordinary page while it loads: title, context, a wide block and a table. */
export function PageSkeleton() {
  const t = useTranslations("ui");
  return (
    <div className="flex flex-col gap-4 px-6.5 py-4" role="status">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="-mt-2 h-4 w-96" />
      <Skeleton className="h-36 w-full" />
      <div className="flex flex-col gap-px">
        {Array.from({ length: 8 }, (_, row) => (
          <Skeleton key={row} className="h-10.5 w-full" />
        ))}
      </div>
    </div>
  );
}
