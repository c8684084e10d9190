import { describe, expect, it } from "vitest";
import { readJsonBody } from "./json-body";

const request = (body: BodyInit | null) =>
  new Request("http://ariane.test/api/x", {
    method: "POST",
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });

describe("readJsonBody", () => {
  it("reads what is no longer than it may be", async () => {
    expect(await readJsonBody(request('{"é":[1]}'), 10)).toEqual({ é: [1] });
  });

  it.each([
    ["nothing", null],
    ["an open brace", "{"],
    ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ])("refuses %s as invalid", async (_, body) => {
    await expect(readJsonBody(request(body), 10)).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("stops reading where it may not be longer, whatever length was promised", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1000).fill(0x20));
      },
    });
    await expect(readJsonBody(request(endless), 10_000)).rejects.toMatchObject({ code: "too-large" });
    expect(sent).toBeLessThan(20);
  });
});
