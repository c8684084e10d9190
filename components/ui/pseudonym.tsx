import Link from "next/link";

/** A subject's pseudonym, in mono; a link to the subject's page when `link`. */
export function Pseudonym({ value, link = false }: { value: string; link?: boolean }) {
  if (!link) return <span className="font-mono whitespace-nowrap">{value}</span>;
  return (
    <Link
      href={`/subjects/${encodeURIComponent(value)}`}
      className="font-mono whitespace-nowrap decoration-thread underline-offset-4 hover:underline"
    >
      {value}
    </Link>
  );
}
