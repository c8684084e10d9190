/**
 * C-STORE-RQ in implicit little endian, as PS3.7 9.3.1.1 says, or the like with another operation's field; written here by
 * hand, not by the code under test.
 */
export function storeCommand(sopClass: string, sopInstance: string, field = 0x0001): Buffer {
  const element = (number: number, value: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(number, 2);
    head.writeUInt32LE(value.length, 4);
    return Buffer.concat([head, value]);
  };
  const uid = (text: string) => Buffer.from(text.length % 2 === 1 ? `${text}\0` : text);
  const short = (value: number) => Buffer.from([value & 0xff, value >> 8]);
  return Buffer.concat([
    element(0x0002, uid(sopClass)),
    element(0x0100, short(field)),
    element(0x0110, short(7)),
    element(0x0700, short(0)),
    element(0x0800, short(0)),
    element(0x1000, uid(sopInstance)),
  ]);
}
