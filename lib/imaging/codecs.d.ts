/** The emscripten codecs ship no types; these are the parts used here. */
declare module "@cornerstonejs/codec-openjph" {
  export interface Htj2kFrameInfo {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
    isUsingColorTransform: boolean;
  }
  export interface Htj2kEncoder {
    getDecodedBuffer(info: Htj2kFrameInfo): Uint8Array;
    getEncodedBuffer(): Uint8Array;
    setQuality(lossless: boolean, quantizationStep: number): void;
    setProgressionOrder(order: number): void;
    setDecompositions(levels: number): void;
    setTLMMarker(on: boolean): void;
    setTilePartDivisionsAtResolutions(on: boolean): void;
    encode(): void;
    delete(): void;
  }
  export interface Htj2kDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    decodeSubResolution(level: number): void;
    getFrameInfo(): Htj2kFrameInfo;
    delete(): void;
  }
  export interface OpenJphModule {
    HTJ2KEncoder: new () => Htj2kEncoder;
    HTJ2KDecoder: new () => Htj2kDecoder;
  }
  export default function createModule(options?: object): Promise<OpenJphModule>;
}

declare module "@cornerstonejs/codec-openjpeg" {
  export interface J2kDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    getFrameInfo(): {
      width: number;
      height: number;
      bitsPerSample: number;
      componentCount: number;
      isSigned: boolean;
    };
    delete(): void;
  }
  export default function createModule(options?: object): Promise<{ J2KDecoder: new () => J2kDecoder }>;
}

declare module "@cornerstonejs/codec-charls" {
  export interface JpegLsDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
    getInterleaveMode(): number;
    delete(): void;
  }
  export default function createModule(options?: object): Promise<{ JpegLSDecoder: new () => JpegLsDecoder }>;
}

declare module "@cornerstonejs/codec-libjpeg-turbo-8bit" {
  export interface JpegDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    decode(): void;
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
    delete(): void;
  }
  export default function createModule(options?: object): Promise<{ JPEGDecoder: new () => JpegDecoder }>;
}

declare module "jpeg-lossless-decoder-js" {
  export class Decoder {
    /** One sample per 1 or 2 bytes, components interleaved. */
    decompress(buffer: ArrayBuffer, offset: number, length: number): ArrayBuffer;
  }
}
