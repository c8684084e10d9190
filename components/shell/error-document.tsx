import english from "@/messages/en/shell.json";
import french from "@/messages/fr/shell.json";

/** A whole document that needs nothing but its own file: shown when even the layout cannot be rendered. */
export function ErrorDocument({ onRetry }: { onRetry: () => void }) {
  return (
    <html lang="fr">
      <body>
        <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 p-8 text-read">
          {[
            { language: "fr", texts: french.broken },
            { language: "en", texts: english.broken },
          ].map(({ language, texts }) => (
            <section key={language} lang={language}>
              <h1 className="text-title font-semibold">{texts.title}</h1>
              <p className="mt-1 text-muted">{texts.body}</p>
              <button
                type="button"
                onClick={onRetry}
                className="mt-3 h-8 rounded-md border border-control px-3 hover:bg-hover"
              >
                {texts.retry}
              </button>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}
