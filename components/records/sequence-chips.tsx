import { useSequenceName } from "./sequence-name";
import { SequenceChip } from "@/components/ui/sequence-chip";
import type { SequenceSummary } from "@/lib/catalogue/record";

/** The distinct sequences of an exam, as chips. */
export function SequenceChips({ sequences }: { sequences: readonly SequenceSummary[] }) {
  const nameOf = useSequenceName();
  return (
    <span className="flex flex-wrap gap-1">
      {sequences.map((sequence) => {
        const name = nameOf(sequence);
        return <SequenceChip key={name} label={name} />;
      })}
    </span>
  );
}
