import { useTranslations } from "next-intl";
import { CatalogueLayout } from "@/components/catalogue/catalogue-layout";
import { Skeleton } from "@/components/ui/skeleton";

/** The page's own frame, empty: nothing moves when the answer comes. */
export default function Loading() {
  const t = useTranslations("catalogue");
  const facets = [9, 10, 5, 4].map((rows, index) => (
    <div key={index} className="flex flex-col gap-2">
      <Skeleton className="h-3 w-24" />
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-3.5 w-full" />
      ))}
    </div>
  ));
  return (
    <CatalogueLayout facets={facets}>
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <Skeleton className="h-[1.6875rem] w-80" />
      <Skeleton className="h-[1.875rem] w-96" />
      <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-2">
        <Skeleton className="h-36" />
        <Skeleton className="h-36" />
      </div>
      <Skeleton className="h-9 w-72" />
      <Skeleton className="h-96" />
    </CatalogueLayout>
  );
}
