import type { Random } from "../random";
import type { EpochRow, Network, ScannerRow, SiteRow } from "./rows";
import { DEMO_SITES, type DemoScanner } from "./sites";

/** A scanner with all that an exam on it needs. */
export interface ScannerPlace {
  site: SiteRow;
  scanner: ScannerRow;
  epochs: EpochRow[];
  drifts: ReadonlySet<string>;
}

/** Adds the sites with their scanners and epochs. */
export function addSites(network: Network, random: Random): ScannerPlace[] {
  const places: ScannerPlace[] = [];
  for (const { code, name, city, scanners } of DEMO_SITES) {
    const site: SiteRow = { id: random.uuid(), code, name, city };
    network.sites.push(site);
    for (const demo of scanners) {
      const scanner: ScannerRow = {
        id: random.uuid(),
        siteId: site.id,
        manufacturer: demo.manufacturer,
        model: demo.model,
        fieldStrengthTesla: demo.fieldStrengthTesla,
      };
      const epochs = demo.epochs.map(({ softwareVersions, from }): EpochRow => ({
        id: random.uuid(),
        scannerId: scanner.id,
        softwareVersions,
        startedAt: new Date(`${from}T07:30:00Z`),
      }));
      network.scanners.push(scanner);
      network.epochs.push(...epochs);
      places.push({ site, scanner, epochs, drifts: driftsOf(demo, epochs) });
    }
  }
  return places;
}

function driftsOf(demo: DemoScanner, epochs: readonly EpochRow[]): ReadonlySet<string> {
  return new Set(epochs.filter((_, index) => demo.epochs[index]?.drift).map(({ id }) => id));
}
