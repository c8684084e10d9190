"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Select } from "@/components/ui/select";
import type { DocumentIssue } from "@/lib/harmonise/protocol/document-issue";
import { useIssueText } from "../labels";
import type { ScopeKind, VariantDraft } from "./editor-draft";
import type { ScannerChoice } from "./step-card";

const KINDS = ["vendor", "model", "fieldStrengthTesla", "scanner"] as const;
const VENDORS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;

/** Whom a variant is for: all scanners of a maker, of a model, of a field strength, or one. */
export function VariantScope({
  variant,
  scanners,
  issue,
  onChange,
  onRemove,
}: {
  variant: VariantDraft;
  scanners: readonly ScannerChoice[];
  issue: DocumentIssue | undefined;
  onChange: (variant: VariantDraft, tag: string | null) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("protocols");
  const maker = useTranslations("terms.manufacturer");
  const issueText = useIssueText();
  const first: Record<ScopeKind, string> = {
    vendor: "Siemens",
    model: "",
    fieldStrengthTesla: "3",
    scanner: scanners[0]?.id ?? "",
  };
  const options =
    variant.scopeKind === "vendor"
      ? VENDORS.map((value) => ({ value: value as string, label: maker(value) }))
      : scanners.map(({ id, name }) => ({ value: id, label: name }));
  const isTyped = variant.scopeKind === "model" || variant.scopeKind === "fieldStrengthTesla";
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-read font-medium">{t("variantFor")}</span>
        <Select
          className="h-7 w-36"
          aria-label={t("scopeKind.label")}
          value={variant.scopeKind}
          options={KINDS.map((value) => ({ value, label: t(`scopeKind.${value}`) }))}
          onValueChange={(value) => {
            const scopeKind = KINDS.find((one) => one === value);
            if (scopeKind) onChange({ ...variant, scopeKind, scopeValue: first[scopeKind] }, null);
          }}
        />
        {isTyped ? (
          <TextInput
            className="h-7 w-48"
            aria-label={t(`scopeKind.${variant.scopeKind}`)}
            aria-invalid={issue ? true : undefined}
            value={variant.scopeValue}
            onChange={(event) => {
              onChange({ ...variant, scopeValue: event.currentTarget.value }, `${variant.key}scope`);
            }}
          />
        ) : (
          <Select
            className="h-7 w-64"
            aria-label={t(`scopeKind.${variant.scopeKind}`)}
            aria-invalid={issue !== undefined}
            value={variant.scopeValue}
            options={options}
            onValueChange={(scopeValue) => {
              onChange({ ...variant, scopeValue }, null);
            }}
          />
        )}
        <Button
          size="small"
          variant="quiet"
          className="ml-auto"
          aria-label={t("removeVariant")}
          onClick={onRemove}
        >
          <Icon name="close" className="size-3.5" />
        </Button>
      </div>
      {issue ? <p className="text-major">{issueText(issue)}</p> : null}
    </div>
  );
}
