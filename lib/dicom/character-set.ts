/** Decoder label of each single-byte or multi-byte defined term (PS3.3 C.12.1.1.2). */
const LABELS: Readonly<Record<string, string>> = {
  "": "windows-1252",
  "ISO_IR 6": "windows-1252",
  "ISO_IR 100": "windows-1252",
  "ISO_IR 101": "iso-8859-2",
  "ISO_IR 109": "iso-8859-3",
  "ISO_IR 110": "iso-8859-4",
  "ISO_IR 126": "iso-8859-7",
  "ISO_IR 127": "iso-8859-6",
  "ISO_IR 138": "iso-8859-8",
  "ISO_IR 144": "iso-8859-5",
  "ISO_IR 148": "windows-1254",
  "ISO_IR 203": "iso-8859-15",
  "ISO_IR 13": "shift_jis",
  "ISO_IR 166": "windows-874",
  "ISO_IR 192": "utf-8",
  GB18030: "gb18030",
  GBK: "gbk",
};

/** Escape sequences of ISO 2022 code extensions, as the bytes after ESC, and what decodes the bytes that follow. */
const ESCAPES: readonly { after: string; label: string; prefix?: readonly number[] }[] = [
  { after: "(B", label: "windows-1252" },
  { after: "-A", label: "windows-1252" },
  { after: "-B", label: "iso-8859-2" },
  { after: "-C", label: "iso-8859-3" },
  { after: "-D", label: "iso-8859-4" },
  { after: "-F", label: "iso-8859-7" },
  { after: "-G", label: "iso-8859-6" },
  { after: "-H", label: "iso-8859-8" },
  { after: "-L", label: "iso-8859-5" },
  { after: "-M", label: "windows-1254" },
  { after: "-T", label: "windows-874" },
  { after: "-b", label: "iso-8859-15" },
  { after: "(J", label: "shift_jis" },
  { after: ")I", label: "shift_jis" },
  { after: "$B", label: "iso-2022-jp", prefix: [0x1b, 0x24, 0x42] },
  { after: "$)C", label: "euc-kr" },
  { after: "$)A", label: "gbk" },
];

const decoders = new Map<string, TextDecoder>();

function decoder(label: string): TextDecoder {
  let known = decoders.get(label);
  if (!known) {
    known = new TextDecoder(label);
    decoders.set(label, known);
  }
  return known;
}

/** Normalises the spellings met in files: `ISO-IR 100`, `ISO_IR_100`, `ISO 2022 IR 100`, `iso8859-1`. */
function labelOf(term: string): string {
  const digits = /^ISO[\s_-]*(?:2022)?[\s_-]*IR[\s_-]*(\d+)$/i.exec(term.trim())?.[1];
  const key = digits === undefined ? term.trim().toUpperCase() : `ISO_IR ${digits}`;
  return LABELS[key] ?? "windows-1252";
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
}

function ascii(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/**
 * Decodes text by the values of SpecificCharacterSet, code extensions included. Never throws: what cannot be
 * decoded becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  if (isAscii(bytes)) return ascii(bytes);
  const initial = labelOf(characterSets[0] ?? "");
  if (!bytes.includes(0x1b)) return decoder(initial).decode(bytes);
  let text = "";
  let from = 0;
  let label = initial;
  let prefix: readonly number[] = [];
  const flush = (to: number): void => {
    if (to > from) {
      const part = new Uint8Array(prefix.length + to - from);
      part.set(prefix);
      part.set(bytes.subarray(from, to), prefix.length);
      text += decoder(label).decode(part);
    }
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x1b) {
      const after = ascii(bytes.subarray(at + 1, at + 4));
      const escape = ESCAPES.find((candidate) => after.startsWith(candidate.after));
      if (!escape) continue;
      flush(at);
      label = escape.label;
      prefix = escape.prefix ?? [];
      at += escape.after.length;
      from = at + 1;
    } else if (byte === 0x5c || byte === 0x0a || byte === 0x0d) {
      // PS3.5 6.1.2.5.3: the initial set comes back at each value, line and page end.
      if (prefix.length > 0) continue;
      flush(at + 1);
      from = at + 1;
      label = initial;
    }
  }
  flush(bytes.length);
  return text;
}

const encoder = new TextEncoder();

/** Encodes text as UTF-8 (ISO_IR 192), which is plain ASCII where the text is. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}
