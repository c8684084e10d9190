import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import {
  formatMegabytes,
  formatQuantities,
  formatQuantity,
  formatVoxelSize,
} from "@/components/format/quantity";
import type { SeriesRecord } from "@/lib/catalogue/record";
import { Facts, type Fact } from "./facts";

type Series = SeriesRecord["series"];

/** Acquisition parameters with their units; what the header does not say is said to be absent. */
export function ParameterFacts({ series }: { series: Series }) {
  const t = useTranslations("records.series");
  const terms = useTranslations("terms");
  const locale = useLocale();
  const fact = useFact();
  const known = useKnownFact();
  const { parameters: p } = series;
  const number = (value: number | null) =>
    value === null ? null : new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  const quantity = (value: number | null, unit: Parameters<typeof formatQuantity>[2]) =>
    value === null ? null : formatQuantity(locale, value, unit);
  const words = (values: readonly string[]) =>
    values.length === 0 ? null : <span className="font-mono">{values.join(" \\ ")}</span>;
  const axis = p.phaseEncodingAxis;
  return (
    <Facts
      facts={[
        fact("repetitionTime", quantity(p.repetitionTimeMs, "ms")),
        {
          ...fact(
            "inversionTime",
            p.echoTimesMs.length ? formatQuantities(locale, p.echoTimesMs, "ms") : null,
          ),
          key: "echoTimes",
          label: t("fields.echoTimes", { count: p.echoTimesMs.length || 1 }),
        },
        fact("inversionTime", quantity(p.inversionTimeMs, "ms")),
        fact("flipAngle", quantity(p.flipAngleDeg, "°")),
        fact(
          "bValues",
          p.bValuesSPerMm2.length ? formatQuantities(locale, p.bValuesSPerMm2, "s/mm²", 0) : null,
        ),
        ...known("directionCount", number(p.directionCount)),
        fact("voxel", series.voxelSizeMm ? formatVoxelSize(locale, series.voxelSizeMm) : null),
        fact(
          "dimensionality",
          series.sequence.is3D === null
            ? null
            : terms(`dimensionality.${series.sequence.is3D ? "3d" : "2d"}`),
        ),
        ...known("sliceThicknessMm", quantity(p.sliceThicknessMm, "mm")),
        ...known("sliceSpacingMm", quantity(p.sliceSpacingMm, "mm")),
        ...known("acquisitionMatrix", p.acquisitionMatrix.length ? p.acquisitionMatrix.join(" × ") : null),
        fact("bandwidth", quantity(p.pixelBandwidthHzPerPixel, "Hz/px")),
        fact("echoTrainLength", number(p.echoTrainLength)),
        fact("parallel", number(p.parallelReductionFactor)),
        ...known("parallelReductionFactorSlice", number(p.parallelReductionFactorSlice)),
        fact("multiband", number(p.multibandFactor)),
        ...known("partialFourier", number(p.partialFourier)),
        fact("phaseAxis", axis === "ROW" || axis === "COL" ? t(`axis.${axis}`) : axis),
        ...known(
          "phaseEncodingDirection",
          t.has(`direction.${p.phaseEncodingDirection ?? ""}`)
            ? t(`direction.${p.phaseEncodingDirection ?? ""}`)
            : p.phaseEncodingDirection,
        ),
        ...known("totalReadoutTimeMs", quantity(p.totalReadoutTimeMs, "ms")),
        fact("contrast", terms(`contrastAgent.${series.contrastAgent}`)),
        fact("coil", p.receiveCoil),
        ...known(
          "pulseSequenceName",
          p.pulseSequenceName === null ? null : <span className="font-mono">{p.pulseSequenceName}</span>,
        ),
        fact("scanningSequence", words(p.scanningSequence)),
        fact("sequenceVariant", words(p.sequenceVariant)),
        fact("imageType", words(p.imageType)),
      ]}
    />
  );
}

/** What the series consists of and how it came in. */
export function ContentFacts({ series }: { series: Series }) {
  const terms = useTranslations("terms");
  const t = useTranslations("records.series");
  const locale = useLocale();
  const fact = useFact();
  const count = (value: number) => new Intl.NumberFormat(locale).format(value);
  return (
    <Facts
      facts={[
        fact("instances", count(series.instanceCount)),
        fact("frames", count(series.frameCount)),
        fact("bytes", formatMegabytes(locale, series.byteCount)),
        fact("component", terms(`component.${series.component}`)),
        fact("derived", series.derived ? t("yes") : t("no")),
        fact("bodyPart", series.bodyPart ? <span className="font-mono">{series.bodyPart}</span> : null),
        fact("protocolName", series.protocolName),
        // A NIfTI file is of no class.
        ...(series.sopClassUid
          ? [fact("sopClass", <span className="font-mono">{series.sopClassUid}</span>)]
          : []),
        ...(series.deidProfile
          ? [fact("deid", <span className="font-mono">{series.deidProfile}</span>)]
          : []),
      ]}
    />
  );
}

function useFact(): (field: FieldName, value: ReactNode) => Fact {
  const t = useTranslations("records.series");
  return (field, value) => ({
    key: field,
    label: t(`fields.${field}`),
    value: value === null || value === "" ? <span className="text-muted">{t("unknown")}</span> : value,
  });
}

/** What few series have is shown where they have it, under the name that protocols give it. */
function useKnownFact(): (parameter: string, value: ReactNode) => Fact[] {
  const t = useTranslations("compliance.parameter");
  return (parameter, value) => (value === null ? [] : [{ key: parameter, label: t(parameter), value }]);
}

type FieldName =
  | "repetitionTime"
  | "inversionTime"
  | "flipAngle"
  | "bandwidth"
  | "echoTrainLength"
  | "parallel"
  | "multiband"
  | "phaseAxis"
  | "coil"
  | "scanningSequence"
  | "sequenceVariant"
  | "imageType"
  | "bValues"
  | "voxel"
  | "dimensionality"
  | "component"
  | "contrast"
  | "derived"
  | "bodyPart"
  | "protocolName"
  | "sopClass"
  | "instances"
  | "frames"
  | "bytes"
  | "deid";
