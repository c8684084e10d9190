import { SHOWCASE } from "./network/showcase";

/** Known to everyone who reads this: the demonstration refuses to load outside demonstration mode. */
export const DEMO_PASSWORD = "fil-d-ariane-demo";

export interface DemoAccount {
  email: string;
  name: string;
  role: "neuroscientist" | "clinician" | "dataManager" | "admin";
  locale: "fr" | "en" | null;
  /** Site of its grant; null for the whole network, undefined for no grant. */
  siteCode?: string | null;
  level: "view" | "export";
  trueDates: boolean;
  purpose: string;
}

/** The four accounts of the demonstration, one per kind of user. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    email: "chercheuse@demo.ariane",
    name: "Camille Chercheuse",
    role: "neuroscientist",
    locale: null,
    siteCode: null,
    level: "export",
    trueDates: false,
    purpose: "Demonstration: research on the whole network",
  },
  {
    email: "clinicienne@demo.ariane",
    name: "Claire Clinicienne",
    role: "clinician",
    locale: null,
    siteCode: "LILLE",
    level: "view",
    trueDates: true,
    purpose: "Demonstration: follow-up of the patients of one site",
  },
  {
    email: "donnees@demo.ariane",
    name: "Dominique Données",
    role: "dataManager",
    locale: null,
    siteCode: null,
    level: "export",
    trueDates: true,
    purpose: "Demonstration: running the network",
  },
  {
    email: "admin@demo.ariane",
    name: "Andrée Admin",
    role: "admin",
    locale: null,
    level: "view",
    trueDates: false,
    purpose: "Demonstration",
  },
];

/** Hospital identifiers that the clinician's account can find at its site. */
export function demonstrationIdentifiers(siteCode = "LILLE"): string[] {
  return SHOWCASE.filter((subject) => subject.siteCode === siteCode).map(({ patientId }) => patientId);
}

/** What `npm run demo` prints: accounts, their password, identifiers to try. */
export function demonstrationAccounts(): string {
  const width = Math.max(...DEMO_ACCOUNTS.map(({ email }) => email.length));
  const roles = {
    neuroscientist: "neuroscientist",
    clinician: "clinician (CHU de Lille)",
    dataManager: "data manager",
    admin: "administrator",
  };
  return [
    "",
    `Demonstration accounts, password ${DEMO_PASSWORD}`,
    ...DEMO_ACCOUNTS.map(({ email, role }) => `  ${email.padEnd(width)}  ${roles[role]}`),
    `Hospital identifiers the clinician can find: ${demonstrationIdentifiers().join(", ")}`,
    "",
  ].join("\n");
}
