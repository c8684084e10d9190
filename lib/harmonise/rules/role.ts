import type { AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import type { ContrastAgent } from "@/lib/harmonise/rules/contrast-agent";
import type { RoleFeatures, SequenceRole } from "@/lib/harmonise/rules/role-features";
import { ROLE_RULES } from "@/lib/harmonise/rules/role-rules";
import type { Component } from "@/lib/imaging/frame-description";
import type { VolumePlan } from "@/lib/imaging/volume-plan";

export interface RoleDecision {
  role: SequenceRole;
  map: string | null;
  component: Component;
  contrastAgent: ContrastAgent;
  is3D: boolean | null;
  derived: boolean;
  /** Name of the rule that decided; `none` for unknown. */
  rule: string;
  /** 0 to 1. */
  confidence: number;
}

/** Gathers what the rules need about one Volume; `siblings` are all plans of its series, itself included. */
export function roleFeatures(
  parameters: AcquisitionParameters,
  plan: VolumePlan,
  siblings: readonly VolumePlan[],
): RoleFeatures {
  const { mrAcquisitionType } = parameters;
  const inversionTimes = new Set(siblings.flatMap((each) => each.inversionTimeMs ?? []));
  return {
    ...parameters,
    imageType: plan.imageType,
    component: plan.component,
    map: plan.map,
    is3D: mrAcquisitionType === null ? null : mrAcquisitionType === "3D",
    isDerived: isDerived(plan),
    echoTimeMs: plan.echoTimeMs,
    inversionTimeMs: plan.inversionTimeMs ?? parameters.inversionTimeMs,
    bValues: plan.bValues,
    repeats: plan.dimensions[3],
    seriesEchoes: parameters.echoTimesMs.length,
    seriesInversionTimes: inversionTimes.size,
    seriesHasPhase: siblings.some((each) => each.component === "phase"),
    orientations: orientations(siblings),
  };
}

/** Role, map and flags of one Volume: the first rule of `ROLE_RULES` that holds, `unknown` where none does. */
export function assignRole(features: RoleFeatures): RoleDecision {
  const rule = ROLE_RULES.find(({ holds }) => holds(features));
  return {
    role: rule?.role ?? "unknown",
    map: features.map,
    component: features.component,
    contrastAgent: contrastAgentBySaying(features),
    is3D: features.is3D,
    derived: features.isDerived,
    rule: rule?.name ?? "none",
    confidence: rule?.confidence ?? 0,
  };
}

/** Only where the header leaves it open: technicians type it into the description instead. */
function contrastAgentBySaying(features: RoleFeatures): ContrastAgent {
  if (features.contrastAgent !== "unknown") return features.contrastAgent;
  const words = `${features.seriesDescription ?? ""} ${features.protocolName ?? ""}`;
  return /\bgado|\bgad\b|\bgd\b|\bpost.?(gad|gd|contrast|inj)|\binject[eé]|\+\s?c\b/i.test(words)
    ? "yes"
    : "unknown";
}

function isDerived(plan: VolumePlan): boolean {
  return plan.imageType[0] === "DERIVED" || plan.imageType.includes("MOCO") || plan.map !== null;
}

/** Normals further apart than about 15° count as different; a mixed stack has at least two. */
function orientations(plans: readonly VolumePlan[]): number {
  const normals: number[][] = [];
  for (const plan of plans) {
    const directions =
      plan.stackReason === "mixed-geometry"
        ? plan.frames.flatMap((frame) => {
            const { rowDirection: r, columnDirection: c } = frame;
            return r && c
              ? [[r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]]]
              : [];
          })
        : plan.stackReason === "no-geometry"
          ? []
          : [plan.direction.slice(6)];
    for (const normal of directions)
      if (!normals.some((other) => Math.abs(dotOf(other, normal)) > 0.966)) normals.push(normal);
  }
  return normals.length;
}

function dotOf(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
}
