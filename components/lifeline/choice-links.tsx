import Link from "next/link";
import { classNames } from "@/components/ui/class-names";

/** One choice among a few, each an address of its own: works without scripts, and can be shared. */
export function ChoiceLinks({
  label,
  choices,
}: {
  label: string;
  choices: readonly { key: string; name: string; href: string; chosen: boolean }[];
}) {
  return (
    <nav aria-label={label} className="mb-1.5 flex flex-wrap items-baseline gap-x-3 gap-y-1 print:hidden">
      <span className="text-micro text-muted">{label}</span>
      {choices.map(({ key, name, href, chosen }) => (
        <Link
          key={key}
          href={href}
          scroll={false}
          aria-current={chosen ? "true" : undefined}
          className={classNames(
            "border-b-2",
            chosen ? "border-thread font-medium text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
