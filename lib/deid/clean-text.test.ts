import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  checkDeviceName,
  checkTerm,
  cleanComments,
  cleanDeviceText,
  cleanProtocolText,
  identityWordsOf,
} from "./clean-text";

describe("text that people type", () => {
  it.each([
    ["T1 MPRAGE M. Dupont", "T1 MPRAGE"],
    ["T1 MPRAGE", "T1 MPRAGE"],
    ["t2_space_sag_p2_iso", "t2_space_sag_p2_iso"],
    ["*tfl3d1_16ns", "*tfl3d1_16ns"],
    ["ep_b1000#3", "ep_b1000#3"],
    ["DTI 64 dir b=1000 2mm", "DTI 64 dir b=1000 2mm"],
    ["3DpCASL", "3DpCASL"],
    ["Jean-Pierre Lefèvre", ""],
    ["Dr. K. Brandenburg FLAIR", "FLAIR"],
    ["FLAIR 12/03/1961", "FLAIR 12/03"],
    ["FLAIR ID 12345678", "FLAIR"],
    ["MPRAGE 20220711", "MPRAGE"],
    ["", ""],
  ])("%j becomes %j", (text, cleaned) => {
    expect(cleanProtocolText(text)).toBe(cleaned);
  });

  it("drops the patient's words even where the vocabulary has them", () => {
    const identity = new Set(identityWordsOf("FIELD^MARK"));
    expect(cleanProtocolText("Field mapping", identity)).toBe("mapping");
    expect(cleanProtocolText("gre_field_mapping")).toBe("gre_field_mapping");
  });

  it("never lets a long unknown word or number through", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z][a-z]{2,9}q[xz]v$/),
        fc.stringMatching(/^\d{5,9}$/),
        (name, number) => {
          const cleaned = cleanProtocolText(`T1 ${name} sag ${number}_${name}`);
          expect(cleaned).toBe("T1 sag");
        },
      ),
    );
  });
});

describe("text that scanners write", () => {
  it.each([
    ["syngo MR XA30", "syngo MR XA30"],
    ["27\\LX\\MR Software release:DV26.0_R03_1831.b", "27\\LX\\MR Software release:DV26.0_R03_1831.b"],
    ["HeadNeck_20", "HeadNeck_20"],
    ["HE1-4;NE1,2", "HE1-4;NE1,2"],
    ["32ch Head Brandenburg", "32ch Head"],
  ])("%j becomes %j", (text, cleaned) => {
    expect(cleanDeviceText(text)).toBe(cleaned);
  });

  it("keeps a maker's name whole or not at all", () => {
    expect(checkDeviceName("Siemens Healthineers")).toBe("Siemens Healthineers");
    expect(checkDeviceName("Brandenburg Medical Systems")).toBe("");
  });
});

describe("code strings", () => {
  it.each(["ORIGINAL", "M_FFE", "PHASE MAP", "ECHO_00", "2D", "DIS2D", ""])("%j stays", (value) => {
    expect(checkTerm(value)).toBe(value);
  });
  it.each(["DUPONT", "MARTIN_J", "***", "ID12345678", "é"])("%j goes", (value) => {
    expect(checkTerm(value)).toBeNull();
  });
});

describe("comments", () => {
  it("keeps a diffusion weighting exact", () => {
    expect(cleanComments("b=1500(-0.445,-0.895,0.000)")).toBe("b=1500(-0.445,-0.895,0.000)");
    expect(cleanComments("b=1500(M. Dupont)")).not.toContain("Dupont");
  });
});
