import type { Keyword } from "@/lib/dicom/tags";

/**
 * What happens to a standard attribute that may pass. Anything not in the table below is removed, at every depth.
 * - `keep`: the value, checked by its VR (numbers are numbers, code strings are defined terms, times are times)
 * - `uid`: remapped, standard UIDs stay
 * - `date`: DA and DT shifted by the subject's offset
 * - `typed`: text that people type, cut down to the MR vocabulary
 * - `device`: text that scanners write, cut down to the device vocabulary
 * - `name`: as `device`, but whole or not at all
 * - `comments`: as `typed`, but a diffusion weighting stays exact
 * - `code`: a code value; codes are short and of a known coding scheme
 * - `descend`: a sequence whose items are filtered by this same table
 */
export type StandardAction =
  "keep" | "uid" | "date" | "typed" | "device" | "name" | "comments" | "code" | "descend";

/** Keywords of one module by what happens to them. */
export type ModuleRows = Partial<Record<StandardAction, readonly Keyword[]>>;
