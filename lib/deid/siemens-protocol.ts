import { cleanDeviceText, cleanProtocolText, type IdentityWords } from "./clean-text";

/**
 * Keys of the measurement protocol (ASCCONV) whose numbers may pass. A key is kept when it contains one of these, so
 * that readers that search for a part of a key find the same first occurrence as in the original.
 */
const NUMERIC_KEYS: readonly string[] = [
  "alTE[",
  "alTI[",
  "alTR[",
  "adFlipAngleDegree[",
  "dAveragesDouble",
  "lAverages",
  "lContrasts",
  "lDelayTimeInTR",
  "lRepetitions",
  "sAsl.",
  "sDiffusion.alAverages",
  "sDiffusion.alBValue",
  "sDiffusion.dsScheme",
  "sDiffusion.lDiffDirections",
  "sDiffusion.lDiffWeightings",
  "sDiffusion.ulMode",
  "sFastImaging.lEPIFactor",
  "sFastImaging.lEchoSpacing",
  "sFastImaging.lEchoTrainDuration",
  "sFastImaging.lTurboFactor",
  "sFastImaging.ucSegmentationMode",
  "sGRADSPEC.alShimCurrent[",
  "sGRADSPEC.asGPAData[0].lOffset",
  "sGRADSPEC.lOffset",
  "sKSpace.",
  "sPat.",
  "sPrepPulses.ucMTC",
  "sRSatArray.asElm[1]",
  "sSliceAcceleration.",
  "sSliceArray.lSize",
  "sSliceArray.ucImageNumb",
  "sSliceArray.ucMode",
  "sTXSPEC.asNucleusInfo[0].flReferenceAmplitude",
  "sWiPMemBlock.adFree[",
  "sWipMemBlock.adFree[",
  "sWipMemBlock.alFree[",
  "ucCoilCombineMode",
  "ucReadOutMode",
];

/** Keys whose quoted text may pass, cleaned. */
const TEXT_KEYS: Readonly<Record<string, (text: string, identity: IdentityWords) => string>> = {
  "sCoilElementID.tCoilID": cleanDeviceText,
  "sCoilSelectMeas.sCoilStringForConversion": cleanDeviceText,
  "sProtConsistencyInfo.tMeasuredBaselineString": (text) =>
    /^N4_V[A-Z]\d\d[A-Z]?_[A-Z]+(?:_\d{8})?$/.test(text) ? text : "",
  tSequenceFileName: cleanProtocolOrVendorSequence,
  tProtocolName: cleanProtocolText,
};

/** `%SiemensSeq%\ep2d_bold` names the product's sequence, `%CustomerSeq%\cmrr_mbep2d_bold` a shared one. */
function cleanProtocolOrVendorSequence(text: string, identity: IdentityWords): string {
  const parts = /^(%(?:SiemensSeq|CustomerSeq|SIEMENS_SEQ|CUSTOMER_SEQ)%)([\\/])(.*)$/i.exec(text);
  if (!parts) return cleanProtocolText(text, identity);
  return `${parts[1]}${parts[2]}${cleanProtocolText(parts[3] ?? "", identity)}`;
}

/** What the digest of the rules covers of this file. */
export const SIEMENS_PROTOCOL_RULES: readonly string[] = [...NUMERIC_KEYS, ...Object.keys(TEXT_KEYS)];

const NUMBER = /^[+-]?(?:0x[0-9a-f]{1,16}|\d{1,15}(?:\.\d{0,17})?(?:e[+-]?\d{1,3})?)$/i;

/**
 * Rebuilds the measurement protocol of Siemens images from its named numbers: text between `### ASCCONV BEGIN` and
 * `### ASCCONV END`, one `key = value` a line. Null when there is none.
 */
export function rebuildSiemensProtocol(text: string, identity: IdentityWords): string | null {
  const begin = text.indexOf("### ASCCONV BEGIN");
  if (begin < 0) return null;
  const end = text.indexOf("### ASCCONV END", begin);
  const lines = text
    .slice(begin, end < 0 ? undefined : end)
    .split(/\r?\n/)
    .slice(1);
  const kept: string[] = [];
  for (const line of lines) {
    const parts = /^\s*([A-Za-z][\w.[\]]{0,120})\s*=\s*(.*?)\s*$/.exec(line);
    const [key, value] = [parts?.[1], parts?.[2]];
    if (key === undefined || value === undefined) continue;
    const quoted = /^"{1,2}(.*?)"{1,2}$/.exec(value)?.[1];
    const textKey = Object.keys(TEXT_KEYS).find((candidate) => key.endsWith(candidate));
    if (quoted !== undefined && textKey !== undefined) {
      const cleaned = TEXT_KEYS[textKey]?.(quoted, identity) ?? "";
      if (cleaned !== "") kept.push(`${key}\t = \t""${cleaned}""`);
    } else if (NUMERIC_KEYS.some((part) => key.includes(part))) {
      const number = value.replace(/\s*#.*$/, "");
      if (NUMBER.test(number)) kept.push(`${key}\t = \t${number}`);
    }
  }
  // The line above is where readers expect the XML form, whose first bytes some of them skip unread.
  return ["<XProtocol>", "### ASCCONV BEGIN ###", ...kept, "### ASCCONV END ###", ""].join("\n");
}
