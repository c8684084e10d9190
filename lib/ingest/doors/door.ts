/** How files can come in. */
export const DOORS = ["folder", "upload", "stow", "c-store", "nifti"] as const;
export type Door = (typeof DOORS)[number];
