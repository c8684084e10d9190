import { Brand } from "@/components/shell/brand";
import { NotFoundMessage } from "@/components/shell/not-found-message";

export default function NotFound() {
  return (
    <>
      <header className="flex h-[2.875rem] items-center border-b bg-surface px-4.5">
        <Brand />
      </header>
      <main id="content">
        <NotFoundMessage />
      </main>
    </>
  );
}
