import { countKeyOf, SAMPLE_ONE_IN } from "@/lib/catalogue/perturb-count";
import { seededRandom, type Random } from "../random";
import { addDays, addMonths, DAY_MS, monthsBetween, toPrecision } from "./dates";
import { DISEASES, type Disease, PROJECTS, type ProtocolCode } from "./diseases";
import { addSeries, demoUid } from "./exam-series";
import { addSites, type ScannerPlace } from "./places";
import { judgeNetwork } from "./judge";
import { makeAssignment, makeProtocols, PROTOCOLS } from "./protocols";
import { addQuality } from "./qc";
import type { Network } from "./rows";
import type { SequenceKey } from "./sequences";
import { SHOWCASE, type ShowcaseSubject } from "./showcase";
import { DEMO_SITES } from "./sites";

/** An exam that gets pixels, with what its phantom is. */
export interface PixelExam {
  examId: string;
  head: string;
  visitIndex: number;
  monthsFromFirst: number;
  sequences: readonly SequenceKey[];
}

export interface DemoNetwork extends Network {
  pixelExams: PixelExam[];
  /** Sequence of every series, by the series' id. */
  sequenceOf: Map<string, SequenceKey>;
}

export interface NetworkOptions {
  seed?: string;
  /** Part of the subjects to make, for tests; the showcase is always whole. */
  share?: number;
  /** Whether scanners and operators stray from the protocols; true unless said. */
  strays?: boolean;
}

const CROCKFORD = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
const FIRST_DAY = new Date("2022-02-01T00:00:00Z");
const LAST_DAY = new Date("2026-09-30T00:00:00Z");
const SPAN_DAYS = Math.round((LAST_DAY.getTime() - FIRST_DAY.getTime()) / DAY_MS);

/** The demonstration network, the same for the same seed; nothing in it comes from a real person. */
export function generateNetwork({
  seed = "ariane",
  share = 1,
  strays = true,
}: NetworkOptions = {}): DemoNetwork {
  const random = seededRandom(seed);
  const network: DemoNetwork = {
    sites: [],
    scanners: [],
    epochs: [],
    projects: [],
    ...makeProtocols(random.branch("protocols")),
    subjects: [],
    secrets: [],
    identifiers: [],
    members: [],
    diagnoses: [],
    scores: [],
    visits: [],
    exams: [],
    clocks: [],
    examProjects: [],
    assignmentRules: [],
    examProtocols: [],
    series: [],
    volumes: [],
    verdicts: [],
    seriesQc: [],
    qcMetrics: [],
    pixelExams: [],
    sequenceOf: new Map(),
  };
  network.projects = PROJECTS.map((project) => ({ id: random.uuid(), ...project }));
  network.assignmentRules = makeAssignment(network, random.branch("assignment"));
  const places = addSites(network, random.branch("sites"));
  for (const cast of SHOWCASE) {
    const disease = DISEASES.find(({ key }) => key === cast.disease);
    if (disease)
      new SubjectBuilder(network, places, random.branch(`cast/${cast.head}`), disease, strays, cast).build();
  }
  for (const disease of DISEASES) {
    for (let n = 0; n < Math.ceil(disease.subjects * share); n++) {
      new SubjectBuilder(network, places, random.branch(`${disease.key}/${n}`), disease, strays).build();
    }
  }
  judgeNetwork(network);
  addQuality(network, random.branch("quality"));
  return network;
}

/** One subject with its diagnoses, visits and exams. */
class SubjectBuilder {
  private readonly id: string;
  private readonly offsetDays: number;

  constructor(
    private readonly network: DemoNetwork,
    private readonly places: readonly ScannerPlace[],
    private readonly random: Random,
    private readonly disease: Disease,
    private readonly strays: boolean,
    private readonly cast?: ShowcaseSubject,
  ) {
    this.id = random.uuid();
    this.offsetDays = random.integer(36_525, 73_050);
  }

  build(): void {
    const { network, random, disease, cast } = this;
    const letters = Array.from({ length: 6 }, () => random.pick(CROCKFORD)).join("");
    network.subjects.push({
      id: this.id,
      pseudonym: `ARI-${letters.slice(0, 4)}-${letters.slice(4)}`,
      sex: cast?.sex ?? (random.chance(disease.femaleShare) ? "female" : "male"),
      synthetic: true,
    });
    network.secrets.push({
      subjectId: this.id,
      dateOffsetDays: this.offsetDays,
      countKey: countKeyOf(random.next() * SAMPLE_ONE_IN),
    });
    const home = this.homeScanner();
    if (cast) {
      const { site } = home;
      network.identifiers.push({
        subjectId: this.id,
        siteId: site.id,
        siteCode: site.code,
        patientId: cast.patientId,
      });
    }
    const months = cast ? cast.exams.map(({ monthsFromFirst }) => monthsFromFirst) : this.visitMonths();
    const reach = (months.at(-1) ?? 0) * 31;
    const first = addDays(FIRST_DAY, random.integer(0, Math.max(1, SPAN_DAYS - reach)));
    const ageYears = cast?.ageYears ?? Math.round(random.between(...disease.ageYears));
    const bornOn = addDays(first, -Math.round((ageYears + random.between(0.05, 0.9)) * 365.25));

    this.joinProjects();
    this.diagnose(first);
    months.forEach((month, index) => this.visit(home, first, bornOn, month, index));
    if (!cast && this.disease.key !== "stroke" && random.chance(0.07)) this.visitAt7T(first, bornOn);
  }

  private homeScanner(): ScannerPlace {
    const { random, cast } = this;
    const at3T = this.places.filter(({ scanner }) => scanner.fieldStrengthTesla === 3);
    const own = at3T.find(({ site }) => site.code === cast?.siteCode);
    return (
      own ??
      random.weighted(
        at3T.map(
          (place) => [place, DEMO_SITES.find(({ code }) => code === place.site.code)?.size ?? 1] as const,
        ),
      )
    );
  }

  private visitMonths(): number[] {
    const { random, disease } = this;
    const months = [0];
    while (months.length < 5 && random.chance(disease.returns)) {
      const last = months.at(-1) ?? 0;
      months.push(last + Math.max(1, disease.intervalMonths + random.integer(-1, 2)));
    }
    return months.filter((month) => month <= 50);
  }

  private joinProjects(): void {
    const { network, random, disease } = this;
    const status = disease.key === "control" ? "control" : "patient";
    const codes = new Set<string>([disease.project]);
    if (status === "control") codes.add(random.pick(["SEP", "PSY"]));
    for (const { id, code } of network.projects) {
      if (codes.has(code)) network.members.push({ projectId: id, subjectId: this.id, status });
    }
  }

  /** A shifted date: subject-side dates all carry the same secret offset. */
  private shifted(date: Date): Date {
    return addDays(date, this.offsetDays);
  }

  private diagnose(first: Date): void {
    const { network, random, disease, cast } = this;
    const code = cast ? cast.code : disease.codes.length > 0 ? random.weighted(disease.codes) : null;
    if (code === null) return;
    const acute = disease.key === "stroke";
    // Some are only diagnosed after a first exam: "at the exam" then differs from "ever".
    const lateDays =
      !acute && !cast && random.chance(0.12) ? random.integer(20, 200) : -random.integer(10, 1400);
    const assertedOn = acute ? first : addDays(first, lateDays);
    const onset = acute ? first : addDays(assertedOn, -random.integer(60, 1600));
    const onsetPrecision = acute
      ? "day"
      : random.weighted([
          ["month", 4],
          ["year", 4],
          ["day", 1],
        ] as const);
    const assertedPrecision = random.weighted([
      ["day", 7],
      ["month", 2],
      ["year", 1],
    ] as const);
    const row = {
      subjectId: this.id,
      abatedOn: null,
      abatedPrecision: null,
    };
    network.diagnoses.push({
      ...row,
      id: random.uuid(),
      code,
      onsetOn: toPrecision(this.shifted(onset), onsetPrecision),
      onsetPrecision,
      assertedOn: toPrecision(this.shifted(assertedOn), assertedPrecision),
      assertedPrecision,
      verification: cast || random.chance(0.88) ? "confirmed" : "provisional",
    });
    if (disease.key === "ms" && code === "DOID:0050783") this.earlier("DOID:2378", assertedOn);
    if (disease.key === "alzheimer" && random.chance(0.4)) this.earlier("DOID:0080832", assertedOn);
    if (!cast && random.chance(0.05)) {
      network.diagnoses.push({
        ...row,
        id: random.uuid(),
        code: random.pick(["DOID:1470", "DOID:6364", "DOID:0112313"]),
        onsetOn: null,
        onsetPrecision: null,
        assertedOn: toPrecision(this.shifted(addDays(first, -random.integer(30, 900))), "month"),
        assertedPrecision: "month",
        verification: random.chance(0.3) ? "refuted" : "confirmed",
      });
    }
  }

  /** A diagnosis that another one replaced. */
  private earlier(code: string, replacedOn: Date): void {
    const { random } = this;
    const asserted = addDays(replacedOn, -random.integer(400, 2600));
    this.network.diagnoses.push({
      id: random.uuid(),
      subjectId: this.id,
      code,
      onsetOn: null,
      onsetPrecision: null,
      assertedOn: toPrecision(this.shifted(asserted), "month"),
      assertedPrecision: "month",
      abatedOn: toPrecision(this.shifted(replacedOn), "day"),
      abatedPrecision: "day",
      verification: "confirmed",
    });
  }

  private visit(home: ScannerPlace, first: Date, bornOn: Date, month: number, index: number): void {
    const { random, cast, disease } = this;
    const plan = cast?.exams[index];
    const at7T = plan?.fieldStrengthTesla === 7;
    const place = at7T ? this.place7T() : this.sometimesElsewhere(home);
    let day = addDays(addMonths(first, month), cast || index === 0 ? 0 : random.integer(-12, 12));
    const weekday = day.getUTCDay();
    if (weekday === 0 || weekday === 6) day = addDays(day, weekday === 0 ? 1 : 2);
    this.exam(
      place,
      day,
      bornOn,
      first,
      at7T ? "RESEARCH-7T" : disease.protocol,
      index,
      plan && {
        head: cast?.head ?? "",
        sequences: plan.pixels,
      },
    );
  }

  private sometimesElsewhere(home: ScannerPlace): ScannerPlace {
    if (this.cast || !this.random.chance(0.12)) return home;
    return this.random.pick(this.places.filter(({ scanner }) => scanner.fieldStrengthTesla === 3));
  }

  private place7T(): ScannerPlace {
    const place = this.places.find(({ scanner }) => scanner.fieldStrengthTesla === 7);
    if (!place) throw new RangeError("the network has no 7 T scanner");
    return place;
  }

  private visitAt7T(first: Date, bornOn: Date): void {
    const start = new Date("2023-12-04T00:00:00Z");
    const day = addDays(first > start ? first : start, this.random.integer(20, 70));
    this.exam(this.place7T(), day, bornOn, first, "RESEARCH-7T", 9);
  }

  private exam(
    place: ScannerPlace,
    day: Date,
    bornOn: Date,
    first: Date,
    protocol: ProtocolCode,
    index: number,
    pixels?: { head: string; sequences: readonly SequenceKey[] },
  ): void {
    const { network, random } = this;
    // The 7 T scanner opened late: earlier exams of it cannot be.
    const opened = place.epochs[0]?.startedAt ?? day;
    const date = day < opened ? addDays(opened, 14 + random.integer(0, 30)) : day;
    const minutes = random.integer(7 * 60 + 30, 18 * 60);
    const acquiredAt = new Date(
      toPrecision(date, "day").getTime() + minutes * 60_000 + random.integer(0, 59) * 1000,
    );
    const epoch = place.epochs.filter(({ startedAt }) => startedAt <= acquiredAt).at(-1) ?? place.epochs[0];
    if (!epoch) throw new RangeError("a scanner has at least one epoch");
    const examAt = this.shifted(acquiredAt);
    const visit = {
      id: random.uuid(),
      subjectId: this.id,
      scannerId: place.scanner.id,
      startedAt: examAt,
      monthsFromFirst: Math.max(0, monthsBetween(first, addDays(date, 12))),
    };
    network.visits.push(visit);
    const split = pixels === undefined && random.chance(0.05) ? 2 : 1;
    for (let part = 0; part < split; part++) {
      const started = new Date(acquiredAt.getTime() + part * 47 * 60_000);
      const exam = {
        id: random.uuid(),
        subjectId: this.id,
        visitId: visit.id,
        siteId: place.site.id,
        scannerId: place.scanner.id,
        epochId: epoch.id,
        studyInstanceUid: demoUid(random),
        examAt: this.shifted(started),
        ageAtExamYears: Math.min(90, Math.floor((date.getTime() - bornOn.getTime()) / (365.25 * DAY_MS))),
        description: PROTOCOLS[protocol].studyDescription,
        fieldStrengthTesla: place.scanner.fieldStrengthTesla,
        synthetic: true as const,
      };
      network.exams.push(exam);
      network.clocks.push({
        examId: exam.id,
        acquiredAt: started,
        receivedAt: new Date(started.getTime() + random.integer(40, 4000) * 60_000),
      });
      this.belong(exam.id, protocol);
      addSeries(network, random, exam.id, protocol, place, epoch, {
        part,
        parts: split,
        pixels: pixels?.sequences ?? [],
        strays: this.strays,
      });
      if (pixels) {
        const { monthsFromFirst } = visit;
        network.pixelExams.push({
          examId: exam.id,
          head: pixels.head,
          visitIndex: index,
          monthsFromFirst,
          sequences: pixels.sequences,
        });
      }
    }
    this.score(examAt, first, date);
  }

  private belong(examId: string, protocol: ProtocolCode): void {
    const { network } = this;
    for (const { projectId, subjectId } of network.members) {
      if (subjectId === this.id) network.examProjects.push({ examId, projectId });
    }
    const research = network.projects.find(({ code }) => code === "BIOMARQUEURS-7T");
    if (research && protocol === "RESEARCH-7T") network.examProjects.push({ examId, projectId: research.id });
  }

  private score(examAt: Date, first: Date, date: Date): void {
    const { random, network } = this;
    const years = (date.getTime() - first.getTime()) / (365.25 * DAY_MS);
    for (const { name, start, perYear, range } of this.disease.scores) {
      if (random.chance(0.2)) continue;
      const baseline = seededRandom(`${this.id}/${name}`).between(...start);
      const raw = baseline + perYear * years + random.normal(0, 0.04 * (range[1] - range[0]) * 0.4);
      const whole = name === "EDSS" ? Math.round(raw * 2) / 2 : Math.round(raw);
      network.scores.push({
        id: random.uuid(),
        subjectId: this.id,
        name,
        value: Math.min(range[1], Math.max(range[0], whole)),
        unit: null,
        takenOn: toPrecision(examAt, "day"),
      });
    }
  }
}
