import type { Conditions } from "@/lib/harmonise/rules/role-conditions";
import type { RoleRule } from "@/lib/harmonise/rules/role-rules";

const HEAD = `# Sequence roles

How a Volume gets its SequenceRole: the first rule of this table that holds decides, and its name and confidence stay with
the Volume. This page is printed from \`lib/harmonise/rules/role-rules.json\` (a test compares them). None holds: \`unknown\`.
A data manager's correction stands above all rules, for its scanner, description and volume.

- **computed**: what the scanner computed itself, by its own word for it
- **physics**: how the picture was made, the same for every vendor
- **vendor**: a vendor's name for a sequence
- **description**: words that people typed; only where nothing else decides

Times in ms, angles in degrees, b-values in s/mm². Bounds are included and hold at 1.5 to 7 T. Names and words are regular
expressions, whatever the case.

**2D or 3D.** MRAcquisitionType as it stands. Where it is absent or neither, phase encoding steps across the plane (more than
one: 3D). Where the sequence's own name says 2D or 3D (\`tfl3d1\`, \`SEEPI2D\`) and the attribute the other, the name is
right: derived series were seen with the attribute of another. Else unknown.

| rule | looks at | role | confidence | when |
| --- | --- | --- | --- | --- |
`;

/** The rules as a page of Markdown. */
export function roleTableMarkdown(rules: readonly RoleRule[]): string {
  const rows = rules.map(
    ({ name, family, role, confidence, when }) =>
      `| ${name} | ${family} | ${role} | ${confidence} | ${when.map(sentence).join(" **or** ")} |`,
  );
  return `${HEAD}${rows.join("\n")}\n`;
}

function sentence(conditions: Conditions): string {
  return Object.entries(conditions)
    .map(([key, value]) => `${key} ${shown(key, value)}`)
    .join(", ");
}

function shown(key: string, value: Conditions[keyof Conditions]): string {
  if (typeof value === "string") return key === "readout" ? value : `\`${value.replaceAll("|", "\\|")}\``;
  if (typeof value === "boolean") return value ? "yes" : "no";
  const [first, second] = value ?? [];
  if (typeof first !== "number") return (value ?? []).join(" / ");
  if (second === null) return `≥ ${first}`;
  return first === second ? `= ${first}` : `${first} to ${second}`;
}
