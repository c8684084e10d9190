import { useTranslations } from "next-intl";
import type { ApplyRefusal } from "@/lib/harmonise/combat/apply";
import type { FitRefusal } from "@/lib/harmonise/combat/refusals";
import type { EpochLabel } from "@/lib/harmonise/models/model-view";
import { useHarmonisationNames, useShareFormat } from "./names";

/** Why a model is not fitted or not applied, a sentence each. */
export function RefusalList({
  refusals,
  epochs,
}: {
  refusals: readonly (FitRefusal | ApplyRefusal)[];
  epochs: readonly EpochLabel[];
}) {
  const t = useTranslations("combat.refusal");
  const sentence = useRefusalSentence(epochs);
  return (
    <div role="alert" className="flex flex-col gap-2 border-l-2 border-major py-1 pl-5">
      <p className="text-read font-semibold">{t("title")}</p>
      <ul className="flex list-disc flex-col gap-1 pl-4 text-read">
        {refusals.map((refusal) => (
          <li key={JSON.stringify(refusal)}>{sentence(refusal)}</li>
        ))}
      </ul>
    </div>
  );
}

function useRefusalSentence(epochs: readonly EpochLabel[]): (refusal: FitRefusal | ApplyRefusal) => string {
  const t = useTranslations("combat.refusal");
  const tCovariate = useTranslations("combat.covariate");
  const { epochName, featureName } = useHarmonisationNames();
  const share = useShareFormat();
  const nameOf = (batch: string) => epochName(epochs.find(({ epochId }) => epochId === batch));
  const covariateName = (name: string) => (tCovariate.has(name) ? tCovariate(name) : name);
  return (refusal) => {
    switch (refusal.reason) {
      case "too-few-features":
        return t("too-few-features", { needed: refusal.needed });
      case "too-few-batches":
        return t("too-few-batches", { needed: refusal.needed, batches: refusal.batches });
      case "too-few-subjects":
        return t("too-few-subjects", { needed: refusal.needed, subjects: refusal.subjects });
      case "small-batch":
        return t("small-batch", {
          batch: nameOf(refusal.batch),
          subjects: refusal.subjects,
          needed: refusal.needed,
        });
      case "repeated-subjects":
        return t("repeated-subjects", { subjects: refusal.subjects });
      case "constant-feature":
        return t("constant-feature", { feature: featureName(refusal.feature), batch: nameOf(refusal.batch) });
      case "determined-feature":
        return t("determined-feature", { feature: featureName(refusal.feature) });
      case "constant-covariate":
        return t("constant-covariate", { covariate: covariateName(refusal.covariate) });
      case "confounded":
        return t("confounded", {
          covariate: covariateName(refusal.covariate),
          explained: share(refusal.explained),
        });
      case "not-converged":
        return t("not-converged", { batch: nameOf(refusal.batch) });
      case "unseen-batch":
        return t("unseen-batch", { batch: nameOf(refusal.batch), rows: refusal.rows });
      case "no-rows":
        return t("no-rows");
    }
  };
}
