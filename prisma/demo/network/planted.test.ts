import { beforeEach, describe, expect, it } from "vitest";
import { type DemoNetwork, generateNetwork } from "./generate";
import { judgeNetwork } from "./judge";
import type { SeriesRow } from "./rows";
import type { SequenceKey } from "./sequences";

// A network in which everything follows its protocol, then one deviation: exactly that is found.

const clean = generateNetwork({ share: 0.4, strays: false });

let network: DemoNetwork;
beforeEach(() => {
  network = { ...clean, series: clean.series.map((row) => ({ ...row })) };
});

/** Everything that is not as asked, but for steps that an exam lacks: patients do not always stay until the end. */
function found(): string[] {
  judgeNetwork(network);
  const inSeries = network.verdicts.flatMap(({ seriesId, findings }) =>
    findings.map(({ parameter, verdict, delta }) => `${seriesId} ${parameter} ${verdict} ${String(delta)}`),
  );
  const inExams = network.examProtocols.flatMap(({ examId, findings }) =>
    findings.flatMap((finding) =>
      finding.kind === "missing"
        ? []
        : [`${examId} ${finding.kind}${finding.kind === "pair" ? ` ${String(finding.delta)}` : ""}`],
    ),
  );
  return [...inSeries, ...inExams].sort();
}

const missing = () =>
  network.examProtocols.flatMap(({ examId, findings }) =>
    findings.flatMap((finding) => (finding.kind === "missing" ? [`${examId} ${finding.step}`] : [])),
  );

/** The nth series of a sequence. */
function nth(sequence: SequenceKey, n = 3): SeriesRow {
  const row = network.series.filter(({ id }) => network.sequenceOf.get(id) === sequence)[n];
  if (!row) throw new Error(`no ${sequence} in the network`);
  return row;
}

describe("the demonstration network without deviations", () => {
  it("has every sequence and every verdict compliant", () => {
    expect(found()).toEqual([]);
    expect(network.verdicts.length).toBeGreaterThan(500);
    const judged = new Set(network.verdicts.map(({ protocolVersionId }) => protocolVersionId));
    expect(judged.size).toBe(network.protocolVersions.length);
    // Every exam has its protocol, by a rule.
    expect(network.examProtocols).toHaveLength(network.exams.length);
  });
});

describe("one planted deviation of each kind", () => {
  const plant: [kind: string, sequence: SequenceKey, change: (row: SeriesRow) => void, as: string][] = [
    [
      "a number, minor",
      "t1",
      (row) => (row.flipAngleDeg = (row.flipAngleDeg ?? 0) * 1.2),
      "flipAngleDeg minor",
    ],
    ["a number, major", "t1", (row) => (row.voxelSizeZMm = 1.2), "voxelSizeZMm major 0.2"],
    [
      "a number beyond a tolerance of its period",
      "flair3d",
      (row) => (row.inversionTimeMs = (row.inversionTimeMs ?? 0) * 1.2),
      "inversionTimeMs major",
    ],
    [
      "an element of a list",
      "t2",
      (row) => (row.echoTimesMs = row.echoTimesMs.map((te) => te * 1.5)),
      "echoTimesMs minor",
    ],
    [
      "the length of a list",
      "swi",
      (row) => (row.echoTimesMs = [...row.echoTimesMs, 40]),
      "echoTimesMs minor null",
    ],
    ["a list of whole numbers", "dwi", (row) => (row.bValuesSPerMm2 = [0, 800]), "bValuesSPerMm2 major -200"],
    ["one of several", "t1", (row) => (row.parallelReductionFactor = 4), "parallelReductionFactor minor 1"],
    [
      "the upper bound of a range",
      "flair2d",
      (row) => (row.sliceSpacingMm = row.sliceThicknessMm + 1),
      "sliceGapMm major 0.6",
    ],
    [
      "a bound that is 0",
      "flair2d",
      (row) => (row.sliceSpacingMm = row.sliceThicknessMm - 0.5),
      "sliceGapMm major -0.5",
    ],
    ["a range with one bound", "dti", (row) => (row.directionCount = 30), "directionCount major -30"],
    ["a word", "t1", (row) => (row.receiveCoil = "Body"), "receiveCoil minor null"],
    [
      "another word",
      "bold",
      (row) => (row.phaseEncodingDirection = "PA"),
      "phaseEncodingDirection minor null",
    ],
    ["a flag", "swi", (row) => (row.is3D = false), "is3D major null"],
    ["a count", "bold", (row) => (row.volumeCount = 120), "volumeCount major -80"],
    ["a factor", "dti", (row) => (row.multibandFactor = 2), "multibandFactor minor -1"],
    [
      "what is not known",
      "flair3d",
      (row) => (row.inversionTimeMs = null),
      "inversionTimeMs undetermined null",
    ],
    ["a list that is not known", "t1", (row) => (row.echoTimesMs = []), "echoTimesMs undetermined null"],
  ];

  it.each(plant)("%s is found, and nothing else is", (_, sequence, change, as) => {
    const row = nth(sequence);
    change(row);
    const all = found();
    expect(all).toHaveLength(1);
    expect(all.find((one) => one.startsWith(row.id))).toContain(`${row.id} ${as}`);
  });

  it("a pair is found on the exam, and nothing else is", () => {
    const row = nth("fieldmap");
    // Within what the step itself allows, and not of the BOLD's grid.
    row.voxelSizeXMm *= 1.08;
    expect(found()).toEqual([expect.stringMatching(new RegExp(`^${row.examId} pair -0.24`))]);
  });

  it("a series that lacks, one too many and one that nobody asked for are found on the exam", () => {
    judgeNetwork(network);
    const before = new Set(missing());
    const lost = nth("flair3d");
    network.series = network.series.filter((row) => row !== lost);
    const twice = nth("t1", 8);
    const again = { ...twice, id: "00000000-0000-4000-8000-00000000000a", seriesNumber: 90 };
    const other = { ...twice, id: "00000000-0000-4000-8000-00000000000b", seriesNumber: 91 };
    network.series.push(again, { ...other, examId: nth("bold", 1).examId, role: "T2star" });
    expect(found()).toEqual([`${nth("bold", 1).examId} extra`, `${twice.examId} repeated`].sort());
    const more = missing().filter((one) => !before.has(one));
    expect(more).toEqual([expect.stringContaining(lost.examId)]);
  });

  it("what cannot be held against a protocol is not", () => {
    const moved = nth("bold");
    moved.imageType = ["ORIGINAL", "PRIMARY", "M", "MOCO"];
    moved.repetitionTimeMs = 1;
    const map = nth("adc");
    map.repetitionTimeMs = 1;
    const plan = nth("localiser");
    plan.flipAngleDeg = 90;
    expect(found()).toEqual([]);
  });
});
