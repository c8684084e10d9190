import { useTranslations } from "next-intl";

const FILES = ["subjects", "exams", "series", "manifest", "dictionary"] as const;

/** The files of a version, each as CSV and JSON. */
export function DownloadList({ citationCode }: { citationCode: string }) {
  const t = useTranslations("cohort-kept.files");
  return (
    <ul className="flex flex-col gap-1 text-dense">
      {FILES.map((file) => (
        <li key={file} className="flex gap-4">
          <span className="w-64">{t(file)}</span>
          {(["csv", "json"] as const).map((format) => (
            <a
              key={format}
              href={`/api/cohorts/versions/${citationCode}/${file}.${format}`}
              download
              className="text-thread uppercase"
              aria-label={t("download", { file: t(file), format: format.toUpperCase() })}
            >
              {format}
            </a>
          ))}
        </li>
      ))}
    </ul>
  );
}
