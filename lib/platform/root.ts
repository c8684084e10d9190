import { resolve } from "node:path";

/** Folder of the repository: entry points run there, bundled or not. */
export const repositoryRoot = resolve(process.cwd());
