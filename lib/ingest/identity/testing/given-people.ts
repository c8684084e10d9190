import { systemActor } from "@/lib/access/actor";
import { ingestFiles } from "../../ingest-files";
import { type SyntheticInstance, syntheticInstance } from "../../testing/synthetic-instance";

/** Headers of one made-up person who goes to two hospitals; every number gives another person. */
export class GivenPerson {
  readonly person: Required<Pick<SyntheticInstance, "patientName" | "birthDate" | "sex">>;
  /** As the hospitals of LILLE and AMIENS know her. */
  readonly ours: SyntheticInstance;
  readonly theirs: SyntheticInstance;

  constructor(readonly number: number) {
    const letter = String.fromCharCode(64 + number);
    this.person = {
      patientName: `DURANDAL${letter}^MARIE`,
      birthDate: `1961010${(number % 9) + 1}`,
      sex: "F",
    };
    this.ours = { patientId: `L-${number}`, serial: `11${number}` };
    this.theirs = { patientId: `A-${number}`, serial: `22${number}` };
  }

  study(number: number): string {
    return String(this.number * 1000 + number);
  }

  /** Gives files at a site's door. @returns their fates */
  async give(siteCode: string, ...instances: SyntheticInstance[]): Promise<string[]> {
    const { person } = this;
    const fates: string[] = [];
    async function* items() {
      for (const instance of instances)
        yield { label: "", bytes: syntheticInstance({ ...person, ...instance }) };
    }
    await ingestFiles(systemActor("test"), {
      items,
      door: "folder",
      siteCode,
      onFate: (_, { fate, reason }) => fates.push(reason === "none" ? fate : `${fate} ${reason}`),
    });
    return fates;
  }

  /** Three instances in two exams at one site, one at the other. */
  async giveBoth(): Promise<void> {
    const { ours, theirs } = this;
    await this.give(
      "LILLE",
      { ...ours, study: this.study(1), studyDate: "20200110" },
      { ...ours, study: this.study(1), studyDate: "20200110", slice: 2 },
      { ...ours, study: this.study(2), studyDate: "20210110" },
    );
    await this.give("AMIENS", { ...theirs, study: this.study(3), studyDate: "20220110" });
  }
}
