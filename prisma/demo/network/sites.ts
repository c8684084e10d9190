import type { Manufacturer } from "./rows";

/** One release of a scanner's software, from a true date on. */
export interface SoftwareEpoch {
  softwareVersions: string;
  from: string;
  /** This release changed sequence timings: series acquired under it drift from the protocol. */
  drift?: boolean;
}

export interface DemoScanner {
  manufacturer: Manufacturer;
  model: string;
  fieldStrengthTesla: number;
  epochs: readonly SoftwareEpoch[];
}

export interface DemoSite {
  code: string;
  name: string;
  city: string;
  /** Relative number of exams. */
  size: number;
  scanners: readonly DemoScanner[];
}

const E11: SoftwareEpoch = { softwareVersions: "syngo MR E11", from: "2021-01-04" };
const XA30: SoftwareEpoch = { softwareVersions: "syngo MR XA30", from: "2021-01-04" };
const xa60 = (from: string, drift = false): SoftwareEpoch => ({
  softwareVersions: "syngo MR XA60",
  from,
  drift,
});

const siemens = (model: string, ...epochs: SoftwareEpoch[]): DemoScanner => ({
  manufacturer: "Siemens",
  model,
  fieldStrengthTesla: 3,
  epochs,
});
const philips = (model: string, changed: string, drift = false): DemoScanner => ({
  manufacturer: "Philips",
  model,
  fieldStrengthTesla: 3,
  epochs: [
    { softwareVersions: "5.7.1 5.7.1.2", from: "2021-01-04" },
    { softwareVersions: "11.1.0 11.1.0.4", from: changed, drift },
  ],
});
const ge = (model: string, changed: string, drift = false): DemoScanner => ({
  manufacturer: "GE",
  model,
  fieldStrengthTesla: 3,
  epochs: [
    { softwareVersions: "29 LX MR29.1_EA_2131.a", from: "2021-01-04" },
    { softwareVersions: "30 LX MR30.1_R01_2336.a", from: changed, drift },
  ],
});
const canon = (model: string, changed: string, drift = false): DemoScanner => ({
  manufacturer: "Canon",
  model,
  fieldStrengthTesla: 3,
  epochs: [
    { softwareVersions: "V6.0SP1000*R001", from: "2021-01-04" },
    { softwareVersions: "V8.0SP2000*R003", from: changed, drift },
  ],
});

const site = (
  code: string,
  name: string,
  city: string,
  size: number,
  ...scanners: DemoScanner[]
): DemoSite => ({ code, name, city, size, scanners });

/**
 * The demonstration network: the region's towns, with scanners that exist on the market. Which hospital has
 * which scanner, and everything acquired on it, is invented.
 */
export const DEMO_SITES: readonly DemoSite[] = [
  site("LILLE", "CHU de Lille", "Lille", 9, siemens("MAGNETOM Prisma", E11, xa60("2024-03-11")), {
    manufacturer: "Siemens",
    model: "MAGNETOM Terra.X",
    fieldStrengthTesla: 7,
    epochs: [{ softwareVersions: "syngo MR XA60A", from: "2023-11-20" }],
  }),
  site("AMIENS", "CHU Amiens-Picardie", "Amiens", 6, ge("SIGNA Premier", "2024-06-03")),
  site("VALENCIENNES", "CH de Valenciennes", "Valenciennes", 4, philips("Ingenia Elition X", "2024-01-15")),
  site("LENS", "CH de Lens", "Lens", 3, canon("Vantage Galan 3T", "2024-09-09")),
  site(
    "DUNKERQUE",
    "CH de Dunkerque",
    "Dunkerque",
    2,
    siemens("MAGNETOM Vida", XA30, xa60("2024-10-07", true)),
  ),
  site("BOULOGNE", "CH de Boulogne-sur-Mer", "Boulogne-sur-Mer", 2, philips("Achieva dStream", "2023-10-02")),
  site("ARRAS", "CH d'Arras", "Arras", 3, siemens("MAGNETOM Skyra", E11)),
  site("ROUBAIX", "CH de Roubaix", "Roubaix", 3, ge("SIGNA Architect", "2024-02-19", true)),
  site("TOURCOING", "CH de Tourcoing", "Tourcoing", 2, philips("Ingenia 3.0T", "2024-05-13")),
  site("DOUAI", "CH de Douai", "Douai", 2, siemens("MAGNETOM Vida", XA30, xa60("2025-01-20"))),
  site("CAMBRAI", "CH de Cambrai", "Cambrai", 1, ge("DISCOVERY MR750w", "2024-11-04")),
  site("SAINT-QUENTIN", "CH de Saint-Quentin", "Saint-Quentin", 2, siemens("MAGNETOM Skyra", E11)),
  site("BEAUVAIS", "CH de Beauvais", "Beauvais", 2, canon("Vantage Galan 3T", "2024-04-22", true)),
  site("COMPIEGNE", "CH de Compiègne-Noyon", "Compiègne", 2, philips("Ingenia Elition X", "2024-08-26")),
  site("CREIL", "GH Public du Sud de l'Oise", "Creil", 2, ge("SIGNA Architect", "2025-02-10")),
  site("LAON", "CH de Laon", "Laon", 1, canon("Vantage Galan 3T", "2025-03-03")),
  site("SOISSONS", "CH de Soissons", "Soissons", 1, siemens("MAGNETOM Lumina", XA30, xa60("2025-04-14"))),
  site("ABBEVILLE", "CH d'Abbeville", "Abbeville", 1, ge("DISCOVERY MR750w", "2024-12-02")),
  site("CALAIS", "CH de Calais", "Calais", 2, philips("Achieva dStream", "2024-03-25", true)),
  site("SAINT-OMER", "CH de la région de Saint-Omer", "Helfaut", 1, canon("Vantage Centurian", "2024-07-08")),
  site("BETHUNE", "CH de Béthune Beuvry", "Béthune", 2, siemens("MAGNETOM Vida", XA30, xa60("2024-11-18"))),
  site("MAUBEUGE", "CH de Sambre-Avesnois", "Maubeuge", 1, philips("Ingenia 3.0T", "2025-01-06")),
];
