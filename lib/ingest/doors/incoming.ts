import { AppError } from "@/lib/platform/errors";

/** Bytes as they come in over a network, under limits: a sender may stop, lie about its length, or never end. */
export interface IncomingLimits {
  maxBytes: number;
  /** Longest wait for the next bytes. */
  idleMs: number;
}

/** @throws AppError `invalid-input` when the sender stalls, `too-large` beyond the limit */
export async function* limited(
  body: AsyncIterable<Uint8Array>,
  { maxBytes, idleMs }: IncomingLimits,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  let byteCount = 0;
  let isLeft = true;
  try {
    for (;;) {
      const next = await inTime(chunks.next(), idleMs);
      if (next.done) {
        isLeft = false;
        return;
      }
      byteCount += next.value.length;
      if (byteCount > maxBytes) throw new AppError("too-large");
      yield next.value;
    }
  } finally {
    // A stalled sender does not answer to being let go either: nobody waits for it.
    if (isLeft) void chunks.return?.().catch(() => undefined);
  }
}

async function inTime<T>(promise: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError("invalid-input", "the sender stalled"));
    }, idleMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a content to its end, and keeps nothing of it. */
export async function readAway(content: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks = content[Symbol.asyncIterator]();
  while (!(await chunks.next()).done);
}

/** The first bytes of a content, at least `headBytes` of them where there are so many, and all of it again. */
export async function peekContent(
  content: AsyncIterable<Uint8Array>,
  headBytes: number,
): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const chunks = content[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  let isOver = false;
  while (length < headBytes && !isOver) {
    const next = await chunks.next();
    if (next.done) isOver = true;
    else {
      first.push(next.value);
      length += next.value.length;
    }
  }
  const head = Buffer.concat(first, length);
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (length > 0) yield head;
    while (!isOver) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head, whole: whole() };
}
