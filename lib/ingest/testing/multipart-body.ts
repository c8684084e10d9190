/** A multipart/related body of DICOM parts as a sender writes it (RFC 2387). */
export function multipartBody(
  parts: readonly Uint8Array[],
  boundary = "fil-d-ariane",
): { contentType: string; body: Buffer<ArrayBuffer> } {
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    Buffer.from(part),
    Buffer.from("\r\n"),
  ]);
  return {
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
