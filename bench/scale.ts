import { openBenchCatalogue } from "./lib/catalogue";
import { benchInstance } from "./lib/phantom-files";

const FEW = 10_000;
const MANY = 1_000_000;
const MEASURED = 500;

/** What one more instance costs with a million rows there, against ten thousand; aim: ratio at most 1.3. */
export async function bench(): Promise<Record<string, unknown>> {
  const catalogue = await openBenchCatalogue();
  try {
    const { settleMilliseconds, fill } = await import("./lib/settle");
    // The first batch pays for compilation and the pool.
    await settleMilliseconds(MEASURED, benchInstance, 0);
    await fill(FEW, 10);
    const few = await settleMilliseconds(MEASURED, benchInstance, MEASURED);
    await fill(MANY - FEW, 1000);
    const many = await settleMilliseconds(MEASURED, benchInstance, 2 * MEASURED);
    return {
      ours: { msPerInstance: many / MEASURED, rows: MANY },
      peer: { msPerInstance: few / MEASURED, rows: FEW },
      ratio: many / few,
    };
  } finally {
    await catalogue.stop();
  }
}
