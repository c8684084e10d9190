import { useLocale, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { SubjectDiagnosis } from "@/lib/catalogue/record";
import { RelativeMonth } from "./relative-month";

/** The coded, dated statements about a subject. */
export function DiagnosesTable({ diagnoses }: { diagnoses: readonly SubjectDiagnosis[] }) {
  const t = useTranslations("records.subject");
  const terms = useTranslations("terms.verification");
  const locale = useLocale();
  if (diagnoses.length === 0) return <p className="text-muted">{t("noDiagnoses")}</p>;
  return (
    <Table aria-label={t("diagnosesTitle")}>
      <TableHead>
        <TableRow>
          {(["diagnosis", "code", "verification", "onset", "asserted", "abated"] as const).map((column) => (
            <TableHeading key={column}>{t(`columns.${column}`)}</TableHeading>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {diagnoses.map((diagnosis, index) => (
          <TableRow key={index}>
            <TableCell>{locale === "fr" ? diagnosis.labelFr : diagnosis.labelEn}</TableCell>
            <TableCell className="font-mono text-muted">{diagnosis.code}</TableCell>
            <TableCell>{terms(diagnosis.verification)}</TableCell>
            <TableCell className="text-muted">
              <RelativeMonth date={diagnosis.onset} />
            </TableCell>
            <TableCell>
              <RelativeMonth date={diagnosis.asserted} />
            </TableCell>
            <TableCell className="text-muted">
              <Ending diagnosis={diagnosis} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** When it ended; a refuted diagnosis neither lasts nor ends. */
function Ending({ diagnosis }: { diagnosis: SubjectDiagnosis }) {
  const t = useTranslations("records.subject");
  if (diagnosis.abated) return <RelativeMonth date={diagnosis.abated} />;
  return <>{diagnosis.verification === "refuted" ? "–" : t("ongoing")}</>;
}
