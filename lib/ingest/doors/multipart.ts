import { once } from "node:events";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { MIMEType } from "node:util";
import { Dicer } from "@fastify/busboy";
import { AppError } from "@/lib/platform/errors";

/** How a DICOMweb body is made up: one object, or several (PS3.18 8.6.1); null for media that are not welcome. */
export type DicomBody = { kind: "single" } | { kind: "multipart"; boundary: string };

const DICOM = "application/dicom";

/**
 * Reads a Content-Type.
 * @returns null for another medium than DICOM
 * @throws AppError `invalid-input` for a multipart body without a usable boundary
 */
export function dicomBody(contentType: string | null): DicomBody | null {
  let type: MIMEType;
  try {
    type = new MIMEType(contentType ?? "");
  } catch {
    return null;
  }
  if (type.essence === DICOM) return { kind: "single" };
  if (type.essence !== "multipart/related" || type.params.get("type")?.toLowerCase() !== DICOM) return null;
  const boundary = type.params.get("boundary") ?? "";
  // RFC 2046 5.1.1.
  if (!/^[A-Za-z0-9'()+_,\-./:=? ]{0,69}[A-Za-z0-9'()+_,\-./:=?]$/.test(boundary))
    throw new AppError("invalid-input", "multipart without a boundary");
  return { kind: "multipart", boundary };
}

const broken = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError("invalid-input", "the body is broken", undefined, { cause });

/**
 * The parts of a multipart body, one at a time; each has to be read before the next one is asked for, and what was left
 * of it is passed over. The body is read no faster than the parts are.
 * @throws AppError `invalid-input` for a body that is not well-formed or ends early; what the body itself throws
 */
export async function* multipartParts(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<AsyncIterable<Uint8Array>, void> {
  const reader = new PartReader(boundary);
  void reader.pump(body);
  try {
    for (let part = await reader.next(); part !== null; part = await reader.next()) {
      const content = reader.contentOf(part);
      yield content;
      await content.return();
      if (part.readableEnded || part.destroyed) continue;
      part.resume();
      await finished(part).catch(() => undefined);
    }
  } finally {
    reader.stop();
  }
}

class PartReader {
  private readonly dicer: Dicer;
  private readonly waiting: Readable[] = [];
  /** The part that the parser is in; those before it are whole. */
  private current: Readable | null = null;
  /** Parts that end before their content does, also those that nobody has read yet. */
  private readonly cut = new WeakSet<Readable>();
  private failure: AppError | null = null;
  private state: "reading" | "ended" | "stopped" = "reading";
  private wake: () => void = () => undefined;

  constructor(boundary: string) {
    this.dicer = new Dicer({ boundary, maxHeaderPairs: 100 });
    let headed = true;
    this.dicer.on("part", (part: Readable) => {
      if (!headed) this.fail(broken(new Error("a part without the end of its headers")));
      headed = false;
      this.current = part;
      part.on("error", () => this.cut.add(part));
      part.once("header", () => {
        headed = true;
        this.waiting.push(part);
        this.wake();
      });
    });
    this.dicer.on("error", (error: Error) => {
      this.fail(broken(error));
    });
    this.dicer.on("finish", () => {
      if (this.state === "reading") this.state = "ended";
      this.wake();
    });
  }

  /** Feeds the body to the parser, waiting wherever a part is not read yet. Never throws. */
  async pump(body: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of body) {
        if (this.isOver()) break;
        if (!this.dicer.write(chunk) && !this.isOver()) await once(this.dicer, "drain");
      }
      this.dicer.end();
    } catch (error) {
      this.fail(broken(error));
    }
  }

  private isOver(): boolean {
    return this.state === "stopped" || this.failure !== null;
  }

  private fail(error: AppError): void {
    this.failure ??= error;
    if (this.current) {
      this.cut.add(this.current);
      this.current.destroy(error);
    }
    this.dicer.emit("drain");
    this.wake();
  }

  /** Lets the pump go, wherever it waits. */
  stop(): void {
    this.state = "stopped";
    this.dicer.emit("drain");
  }

  async next(): Promise<Readable | null> {
    for (;;) {
      const part = this.waiting.shift();
      if (part) return part;
      if (this.failure) throw this.failure;
      if (this.state !== "reading") return null;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async *contentOf(part: Readable): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of part.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
    } catch (error) {
      throw this.failure ?? broken(error);
    }
    if (this.cut.has(part)) throw this.failure ?? broken(null);
  }
}
