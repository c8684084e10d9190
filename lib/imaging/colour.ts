/** RRR…GGG…BBB… as RGBRGB… */
export function interleavePlanes(planes: Uint8Array): Uint8Array {
  const pixels = Math.floor(planes.length / 3);
  const out = new Uint8Array(pixels * 3);
  for (let plane = 0; plane < 3; plane++)
    for (let i = 0; i < pixels; i++) out[3 * i + plane] = planes[plane * pixels + i] ?? 0;
  return out;
}

/** YBR_FULL as RGB (PS3.3 C.7.6.3.1.2), in place. */
export function rgbOfYbrFull(samples: Uint8Array): Uint8Array {
  for (let i = 0; i + 2 < samples.length; i += 3)
    writeRgb(samples, i, samples[i] ?? 0, samples[i + 1] ?? 0, samples[i + 2] ?? 0);
  return samples;
}

/** YBR_FULL_422: two luminances, then the chrominances that both share. */
export function rgbOfYbr422(samples: Uint8Array, pixels: number): Uint8Array {
  const out = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const pair = 4 * (i >> 1);
    writeRgb(out, 3 * i, samples[pair + (i & 1)] ?? 0, samples[pair + 2] ?? 0, samples[pair + 3] ?? 0);
  }
  return out;
}

function writeRgb(out: Uint8Array, at: number, y: number, blue: number, red: number): void {
  out[at] = clamp(y + 1.402 * (red - 128));
  out[at + 1] = clamp(y - 0.344136 * (blue - 128) - 0.714136 * (red - 128));
  out[at + 2] = clamp(y + 1.772 * (blue - 128));
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
