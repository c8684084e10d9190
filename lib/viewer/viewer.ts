import { DecodePool } from "./decode-pool";
import { PictureEngine } from "./picture-engine";
import { StackSession } from "./stack-session";
import { VolumeSession } from "./volume-session";

/** What one page needs to show volumes: the drawing engine and the decoders, made at the first use. */
class Viewer {
  readonly engine = new PictureEngine();
  private readonly pool = new DecodePool();

  volume(volumeId: string): VolumeSession {
    return new VolumeSession(volumeId, this.engine, this.pool);
  }

  stack(volumeId: string): StackSession {
    return new StackSession(volumeId, this.pool);
  }
}

let shared: Viewer | undefined;

/**
 * The viewer of this browser tab. Kept while the tab lives: a WebGL context and compiled decoders are dear to make, and
 * hold nothing of a volume once its session is closed.
 */
export function sharedViewer(): Viewer {
  shared ??= new Viewer();
  return shared;
}
