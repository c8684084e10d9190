/** Ariadne's thread: the mark of the product, in the colour of the user's choice. Decorative: its text is beside it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M2.2 21.4c3.4-.9 4.9-3.3 4.6-6.6-.2-2-1-3.7-1-6.1C5.8 4.9 8.7 2.3 12.8 2.3c5.3 0 9 4 9 8.9 0 4.5-3 7.5-7.1 7.5-3.3 0-5.4-2.3-5.4-5 0-2.6 1.8-4.3 4.1-4.3 1.3 0 2.2.5 2.9 1.4"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
