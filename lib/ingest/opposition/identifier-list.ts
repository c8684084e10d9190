export interface GivenIdentifier {
  /** From 1, as an editor counts. */
  line: number;
  identifier: string;
}

/** First lines that name the column rather than a person. */
const HEADING =
  /^(?:(?:patient|hospital)[ _-]?id\w*|ipp|identif\w*|n(?:o|°|um[eé]ro)?[ _-]?(?:patient|ipp|dossier)|id|mrn)$/i;

/** Identifiers of a list: one per line, or the first column of a CSV (comma, semicolon or tab; quotes as RFC 4180). */
export function readIdentifiers(text: string): GivenIdentifier[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  return lines.flatMap((content, index) => {
    const identifier = firstCell(content.trim());
    if (content.trim() === "" || (index === 0 && HEADING.test(identifier))) return [];
    return [{ line: index + 1, identifier }];
  });
}

function firstCell(line: string): string {
  const quoted = /^"((?:[^"]|"")*)"/.exec(line);
  if (quoted?.[1] !== undefined) return quoted[1].replaceAll('""', '"').trim();
  return (line.split(/[,;\t]/)[0] ?? "").trim();
}
