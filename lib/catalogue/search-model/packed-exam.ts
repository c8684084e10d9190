// Exams as the database packs them (PACKED_EXAM of columns-store.ts): many in one value, so that a region of ten years
// is read in seconds.

export interface PackedExam {
  examId: string;
  subjectId: string;
  visitId: string;
  siteId: string;
  scannerId: string;
  examDay: number;
  /** -1 when unknown. */
  age: number;
  field: number;
  projects: string[];
  protocols: number[];
  kinds: number[];
}

const UUID_BYTES = 16;

/** Reads every exam of a value in turn. */
export function* unpackExams(bytes: Uint8Array): Generator<PackedExam> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const uuid = () => uuidAt(data, (at += UUID_BYTES) - UUID_BYTES);
  const int = () => data.readInt32BE((at += 4) - 4);
  /** PostgreSQL's binary arrays: dimensions, flags, type, length and lower bound, then length and bytes of each. */
  const array = <T>(read: () => T): T[] => {
    const dimensions = int();
    at += 8;
    if (dimensions === 0) return [];
    const length = int();
    at += 4;
    return Array.from({ length }, () => {
      at += 4;
      return read();
    });
  };
  while (at < data.length) {
    yield {
      examId: uuid(),
      subjectId: uuid(),
      visitId: uuid(),
      siteId: uuid(),
      scannerId: uuid(),
      examDay: int(),
      age: data.readInt16BE((at += 2) - 2),
      field: data.readDoubleBE((at += 8) - 8),
      projects: array(uuid),
      protocols: array(int),
      kinds: array(int),
    };
  }
}

/** Ids that were packed one after the other. */
export function unpackUuids(bytes: Uint8Array): string[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: data.length / UUID_BYTES }, (_, index) => uuidAt(data, index * UUID_BYTES));
}

function uuidAt(data: Buffer, at: number): string {
  const digits = data.toString("hex", at, at + UUID_BYTES);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
